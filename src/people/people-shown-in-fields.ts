import type { Fields } from '../web/fields.ts';
import {
  namesPeople,
  type PeopleShown,
  type PersonOption,
  saidOfPeople,
  searchPressed,
  separated,
} from '../web/person-fields.ts';
import type { Translate } from '../web/words.ts';
import { personHint } from './affiliations.ts';
import {
  type FoundPerson,
  findPeople,
  type PeopleSources,
  peopleNamed,
  recentContacts,
  type SearchNote,
  type Seeker,
} from './find.ts';

const noteWords: Record<SearchNote, { text: string }> = {
  short: { text: 'Indiquez au moins trois lettres, un identifiant ou une adresse.' },
  often: { text: 'Vous avez fait beaucoup de recherches aujourd’hui : indiquez des identifiants ou des adresses.' },
  refine: { text: 'D’autres personnes répondent : affinez votre recherche.' },
  'known-only': { text: 'L’annuaire ne répond pas : seules les personnes déjà connues sont proposées.' },
};

export const noteText = (notes: readonly SearchNote[], found: number, t: Translate): string | null => {
  const said = notes.map((note) => t(noteWords[note].text));
  if (found === 0 && !notes.includes('short') && !notes.includes('often'))
    said.unshift(t('Personne ne répond à cette recherche.'));
  return said.length === 0 ? null : said.join(' ');
};

export const personOption = (found: FoundPerson, t: Translate, checked = false): PersonOption => ({
  value: found.key,
  label: found.name,
  hint: personHint(found, t),
  checked,
});

const known = async ({ sources, seeker, t }: Asking, keys: readonly string[]) =>
  new Map(
    (keys.length === 0 ? [] : await peopleNamed(sources, keys, seeker)).map((one) => [
      one.key,
      personOption(one, t, true),
    ]),
  );

/** What stands before the last comma are people already named; what comes after is looked for. */
const parted = (text: string): { before: string[]; query: string } => {
  const parts = text.split(/[,;\n]+/).map((part) => part.trim());
  const query = parts.pop() ?? '';
  return { before: separated(parts.join(',')), query };
};

interface Asking {
  sources: PeopleSources;
  seeker: Seeker;
  t: Translate;
}

async function withResults(asking: Asking, text: string, ticked: string[], many: boolean) {
  const { sources, seeker, t } = asking;
  const { before, query } = many ? parted(text) : { before: [], query: text.trim() };
  const chosen = [...new Set([...ticked, ...before])];
  const { people, notes } = await findPeople(sources, query, seeker);
  const names = await known(asking, chosen);
  const kept = chosen.map((key) => names.get(key) ?? { value: key, label: key, hint: '', checked: true });
  const found = people.filter(({ key }) => !chosen.includes(key)).map((one) => personOption(one, t));
  return { text: query, searched: query, options: [...kept, ...found], note: noteText(notes, people.length, t) };
}

async function shownIn(asking: Asking, body: unknown, name: string, many: boolean, searching: boolean) {
  const { text, chosen, searched } = saidOfPeople(body, name);
  if (searching) return { ...(await withResults(asking, text, chosen, many)), names: {} };
  const names = await known(asking, [...chosen, ...separated(text)].slice(0, 100));
  return {
    text,
    searched,
    note: null,
    options: chosen.map((key) => names.get(key) ?? { value: key, label: key, hint: '', checked: true }),
    names: Object.fromEntries([...names].map(([key, { label }]) => [key, label])),
  };
}

/** What the fields of a form that name people show: the results of « Rechercher », who was chosen, whom one often invites. */
export async function peopleShown(
  sources: PeopleSources,
  { fields, body, seeker, t }: { fields: Fields; body: unknown; seeker: Seeker; t: Translate },
): Promise<Record<string, PeopleShown>> {
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined && namesPeople(fields[name]));
  if (names.length === 0) return {};
  const recent = (await recentContacts(sources, seeker.id)).map((one) => personOption(one, t));
  const pressed = searchPressed(fields, body);
  const shown: Record<string, PeopleShown> = {};
  for (const name of names) {
    const part = await shownIn({ sources, seeker, t }, body, name, fields[name]?.widget === 'people', pressed === name);
    const options = part.options.map(({ value }) => value);
    shown[name] = { ...part, recent: recent.filter(({ value }) => !options.includes(value)) };
  }
  return shown;
}
