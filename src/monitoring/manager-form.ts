import { checkbox, choice, type Fields, type Option, parseFields } from '../web/fields.ts';
import type { ManagerSettings, ManagerWishes, ServiceWishes } from './manager-settings.ts';
import { type ReportSection, reportSections, reportSectionWords } from './report.ts';
import { type Alertness, alertnesses, consistent, type Preset, presetNames, presetOf, presets } from './rule.ts';

export const alertnessWords: Record<Alertness, string> = { never: 'Jamais', creation: 'Création', always: 'Toujours' };

/** The lines of « Personnalisée », in the words of the guides. */
export const lineWords = {
  any: 'N’importe quel ticket',
  category: 'Ticket d’une catégorie membre',
  handled: 'Ticket pris en charge',
} as const;
type Line = keyof typeof lineWords;

export const levels: Option[] = [
  ...presetNames.map((value) => ({ value, label: presets[value].label })),
  { value: 'custom', label: 'Personnalisée' },
];
/** What each named level does, in words. */
export const levelMeanings = presetNames.map((level) => ({ level, means: presets[level].means }));
export const hours: Option[] = [
  { value: '', label: '–' },
  ...Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour} h` })),
];
const alertnessOptions = alertnesses.map((value) => ({ value, label: alertnessWords[value] }));

/** Names of the fields of one service. */
const namesOf = (id: number) => ({
  level: `level-${id}`,
  line: (line: Line) => `${line}-${id}`,
  section: (section: ReportSection) => `${section}-section-${id}`,
  first: `first-${id}`,
  second: `second-${id}`,
  weekends: `weekends-${id}`,
  holidays: `holidays-${id}`,
});

const serviceFields = (id: number): Fields => {
  const names = namesOf(id);
  return {
    [names.level]: choice('Surveillance des tickets', levels),
    ...Object.fromEntries(
      Object.entries(lineWords).map(([line, label]) => [
        names.line(line as Line),
        choice(label, alertnessOptions, { required: false }),
      ]),
    ),
    ...Object.fromEntries(
      reportSections.map((section) => [names.section(section), checkbox(reportSectionWords[section].label)]),
    ),
    [names.first]: choice('Heure d’envoi', hours, { required: false }),
    [names.second]: choice('Second envoi', hours, { required: false }),
    [names.weekends]: checkbox('Même le week-end'),
    [names.holidays]: checkbox('Même les jours fériés'),
  };
};

const general: Fields = {
  monitors: checkbox('Activer la surveillance des tickets'),
  reports: checkbox('Activer les rapports quotidiens'),
  grouped: checkbox('Grouper les rapports dans un seul courrier quand possible'),
  showsEnded: checkbox('Montrer les tickets après clôture, refus, report'),
};

type Input = Record<string, string | boolean>;

const rulesFrom = (input: Input, id: number, before: ServiceWishes) => {
  const names = namesOf(id);
  const level = input[names.level];
  if (level !== 'custom') return presets[level as Preset].rules;
  const line = (name: Line) => (input[names.line(name)] || before.rules[name]) as Alertness;
  return consistent({ any: line('any'), category: line('category'), handled: line('handled') });
};

const wishesFrom = (input: Input, id: number, before: ServiceWishes): ServiceWishes => {
  const names = namesOf(id);
  const typed = [input[names.first], input[names.second]].filter((hour) => hour !== '').map(Number);
  return {
    rules: rulesFrom(input, id, before),
    sections: reportSections.filter((section) => input[names.section(section)] === true),
    hours: [...new Set(typed)].sort((one, other) => one - other),
    weekends: input[names.weekends] === true,
    holidays: input[names.holidays] === true,
  };
};

/** What the form of this person's settings says, or null when something in it was not offered. */
export function readManagerForm(
  settings: ManagerSettings,
  body: unknown,
): { wishes: ManagerWishes; services: Map<number, ServiceWishes> } | null {
  const fields = { ...general, ...Object.assign({}, ...settings.services.map(({ id }) => serviceFields(id))) };
  const parsed = parseFields(fields, body);
  if (!parsed.ok) return null;
  const input = parsed.input as Input;
  return {
    wishes: {
      monitors: input.monitors === true,
      reports: input.reports === true,
      grouped: input.grouped === true,
      showsEnded: input.showsEnded === true,
    },
    services: new Map(settings.services.map((service) => [service.id, wishesFrom(input, service.id, service)])),
  };
}

/** A service as the form draws it. */
export const serviceView = (service: ManagerSettings['services'][number]) => ({
  ...service,
  names: namesOf(service.id),
  level: presetOf(service.rules),
  first: String(service.hours[0] ?? ''),
  second: String(service.hours[1] ?? ''),
});
export type ServiceView = ReturnType<typeof serviceView>;
