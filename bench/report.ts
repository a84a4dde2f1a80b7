import os from 'node:os';
import { budgets, judge, type Verdict } from './budgets.ts';
import type { Exported } from './export.ts';
import { kilobytes, milliseconds, times } from './figures.ts';
import type { FirstVisit } from './first-visit.ts';
import { floors } from './floors.ts';
import type { MailDelay } from './mails.ts';
import type { Measure } from './measure.ts';
import { chooseCategoryName, longTicketName, ticketPageName } from './pages.ts';
import type { Plan } from './plans.ts';
import type { Race, Raced } from './race.ts';
import type { Facts } from './stage.ts';

export interface Results {
  volumes: number[];
  race: Race;
  /** At the largest volume. */
  facts: Facts;
  visit: FirstVisit;
  plans: Plan[];
  exported: Exported;
  delay: MailDelay;
  memory: { web: number; worker: number };
  /** Seconds, or why there are none. */
  coldStart: number | string;
  /** Processes that waited for the machine, over the run: 1, 5 and 15 minutes. */
  load: number[];
}

/** Pages that hold more than the floor's on purpose, shown without a verdict on their ratio. */
const aside = new Set([longTicketName, chooseCategoryName]);

/** Than at the smallest volume: what it costs is then told, and not judged. */
const showsMore = (heavier: number | null) => heavier !== null && heavier > budgets.sameWeight;

const grown = ({ growth, heavier }: Raced) => {
  if (growth === null) return '';
  return showsMore(heavier) ? `${times(growth)}, for ${times(heavier as number)} the page` : times(growth);
};

export const pageVerdicts = ({ race }: Pick<Results, 'race'>): Verdict[] =>
  race.pages
    .filter(({ name }) => !aside.has(name))
    .flatMap(({ name, floor, toFloor, growth, heavier }) => {
      const { ceiling, aim } = budgets.floorRatio[floor];
      const cost = judge(`${name}: CPU to the ${floor} floor`, toFloor, ' ×', ceiling, aim);
      if (growth === null || floor === 'write' || showsMore(heavier)) return [cost];
      return [cost, judge(`${name}: CPU, large to small`, growth, ' ×', budgets.volumeRatio)];
    });

const planVerdict = ({ query, readWhole }: Plan): Verdict => ({
  what: `${query}: tables read whole`,
  measured: readWhole.length === 0 ? 'none' : readWhole.join(', '),
  budget: 'none',
  state: readWhole.length === 0 ? 'kept' : 'broken',
});

/** Whether a long file is sent as it is read. */
export const exportVerdicts = ({ cpu, stopped }: Exported): Verdict[] => [
  judge('Export of a list: CPU for a thousand lines', cpu.web + cpu.database, ' ms', budgets.export.thousand),
  judge('Export that nobody reads: memory', stopped, ' MiB', budgets.export.memory),
];

export const exportShown = ({ lines, seconds, cpu, meanwhile }: Exported) => [
  `Export of ${count.format(lines)} lines`,
  `${seconds.toFixed(1)} s; CPU for a thousand ${milliseconds(cpu.web)} + ${milliseconds(cpu.database)} ms; a small page meanwhile, p99 ${milliseconds(meanwhile)} ms`,
];

const startVerdict = ({ coldStart }: Results): Verdict =>
  typeof coldStart === 'number'
    ? judge('npm start to the first page', coldStart, ' s', budgets.coldStartSeconds)
    : {
        what: 'npm start to the first page',
        measured: coldStart,
        budget: `≤ ${budgets.coldStartSeconds} s`,
        state: 'broken',
      };

/** Each budget with what was measured. */
export function verdicts(results: Results): Verdict[] {
  const { facts, visit, delay, memory } = results;
  const plans = (results.volumes.at(-1) ?? 0) < budgets.plansJudgedFrom ? [] : results.plans;
  const { statements = Number.NaN } = facts.work.get(ticketPageName) ?? {};
  const { html = Number.NaN } = facts.weights.get(longTicketName) ?? {};
  const { gzip = Number.NaN } = facts.weights.get(chooseCategoryName) ?? {};
  return [
    ...pageVerdicts(results),
    judge('Ticket page: SQL statements', statements, '', budgets.ticketPageStatements),
    judge('Ticket page of 20 entries: HTML', html / 1000, ' kB', budgets.ticketPageKilobytes),
    judge('Choice of a category among 600, compressed', gzip / 1000, ' kB', budgets.chooseCategoryKilobytes),
    judge('First visit: requests', visit.requests, '', budgets.firstVisit.requests),
    judge('First visit: compressed', visit.bytes / 1000, ' kB', budgets.firstVisit.kilobytes),
    judge('Act to mail, p50', delay.p50, ' ms', budgets.mailMilliseconds.p50),
    judge('Act to mail, p95', delay.p95, ' ms', budgets.mailMilliseconds.p95),
    ...exportVerdicts(results.exported),
    judge('Memory of web and worker', memory.web + memory.worker, ' MiB', budgets.memoryMebibytes),
    startVerdict(results),
    ...plans.map(planVerdict),
  ];
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

const table = (heads: readonly string[], lines: readonly (readonly (string | number)[])[]) =>
  [row(heads), row(heads.map((_, at) => (at === 0 ? '---' : '---:'))), ...lines.map(row)].join('\n');

const paceShown = ({ p50, p95, p99, perSecond }: Measure['alone']) =>
  `${milliseconds(p50)} / ${milliseconds(p95)} / ${milliseconds(p99)}, ${perSecond.toFixed(0)}`;

const costShown = ({ total, web, database }: Measure['cpu']) =>
  `${milliseconds(total)} (${milliseconds(web)} + ${milliseconds(database)})`;

const figures = ({ alone, together, cpu }: Measure) => [paceShown(alone), paceShown(together), costShown(cpu)];

const heads = [
  'Page',
  'alone: p50 / p95 / p99 ms, per second',
  '8 at a time: the same',
  'CPU ms (web + database)',
  'to its floor',
  'large / small',
  'SQL, buffers',
  'kB (HTML / gzip / brotli)',
];

const pageLine = (facts: Facts | null, page: Raced) => {
  const work = facts?.work.get(page.name);
  const weight = facts?.weights.get(page.name);
  return [
    page.name,
    ...figures(page),
    `${times(page.toFloor)} ${page.floor}`,
    grown(page),
    work === undefined ? '' : `${work.statements}, ${work.buffers}`,
    weight === undefined ? '' : `${kilobytes(weight.html)} / ${kilobytes(weight.gzip)} / ${kilobytes(weight.brotli)}`,
  ];
};

export const raceTable = ({ floors: measured, pages }: Race, facts: Facts | null) =>
  table(heads, [
    ...floors.map((floor) => [`floor: ${floor}`, ...figures(measured[floor]), '', '', '', '']),
    ...pages.map((page) => pageLine(facts, page)),
  ]);

export const judgedTable = (judged: readonly Verdict[]) =>
  table(
    ['Budget', 'Measured', 'Budget', 'State'],
    judged.map(({ what, measured, budget, state }) => [
      what,
      measured,
      budget,
      state === 'broken' ? '**broken**' : state,
    ]),
  );

const plansTable = (plans: readonly Plan[]) =>
  table(
    ['Statement, explained', 'ms', 'buffers', 'tables read whole'],
    plans.map(({ query, milliseconds: spent, buffers, readWhole }) => [
      query,
      milliseconds(spent),
      buffers,
      readWhole.join(', ') || 'none',
    ]),
  );

const count = new Intl.NumberFormat('en');

/** The whole run, ready for a README. */
export function markdown(results: Results, judged: readonly Verdict[]): string {
  const { delay, memory, visit, coldStart, volumes, load } = results;
  const cpu = os.cpus();
  return [
    `Node ${process.version}, ${cpu.length} × ${cpu[0]?.model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, load ${load.map((one) => one.toFixed(1)).join(' / ')}.`,
    `${count.format(volumes.at(-1) as number)} tickets (large / small: to ${count.format(volumes[0] as number)}). SQL counts every statement, those of the session included.`,
    '',
    raceTable(results.race, results.facts),
    '',
    table(
      ['Measure', 'Value'],
      [
        [
          `Act to mail accepted, ${delay.acts} acts (p50 / p95)`,
          `${milliseconds(delay.p50)} / ${milliseconds(delay.p95)} ms`,
        ],
        ['First visit of a ticket', `${visit.requests} requests, ${kilobytes(visit.bytes)} kB`],
        exportShown(results.exported),
        ['`npm start` to the first page', typeof coldStart === 'number' ? `${coldStart.toFixed(1)} s` : coldStart],
        ['Memory, web + worker', `${memory.web.toFixed(0)} + ${memory.worker.toFixed(0)} MiB`],
      ],
    ),
    '',
    plansTable(results.plans),
    '',
    judgedTable(judged),
  ].join('\n');
}
