import type { Entry } from './connection.ts';
import type { AttributeNames, DirectorySettings } from './settings.ts';

/** Somebody, as the directory describes him. */
export interface DirectoryPerson {
  login: string;
  aliases: readonly string[];
  name: string;
  /** All the forms of the name, to be compared. */
  names: readonly string[];
  mail: string | null;
  /** Other addresses: to recognise, never to show. */
  otherMails: readonly string[];
  /** The main one first. */
  affiliations: readonly string[];
  entityCode: string | null;
  unlisted: boolean;
  /** As they are in the directory, of the attributes that were asked for. */
  facts: Readonly<Record<string, readonly string[]>>;
}

/** Names of attributes come back as the server writes them. */
const valuesOf = (entry: Entry, attribute: string): string[] => {
  if (attribute === '') return [];
  const key = Object.keys(entry).find((name) => name.toLowerCase() === attribute.toLowerCase());
  const value = key === undefined ? [] : entry[key];
  return (Array.isArray(value) ? value : [value])
    .filter((item): item is string => typeof item === 'string')
    .map((item) =>
      item
        .replace(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 200),
    )
    .filter((item) => item !== '');
};

export const wantedAttributes = ({ attributes, facts }: Pick<DirectorySettings, 'attributes' | 'facts'>): string[] => {
  const { entityCode: _code, entityLabel: _label, ...ofPeople } = attributes;
  const names = [...Object.values(ofPeople), ...facts.map(({ attribute }) => attribute)];
  return [...new Set(names)].filter((name) => name !== '');
};

const looksLikeMail = (text: string) => /^[^\s<>"@,;:\\]+@[^\s<>"@,;:\\]+$/.test(text);

// thirteen or fifteen digits beginning with 1 or 2: a social security number, wherever it was put
const isNir = (text: string) => /^[12]\d{12}(\d{2})?$/.test(text.replace(/\s/g, ''));

/** Null for an entry without identifier. */
export function directoryPerson(
  entry: Entry,
  names: AttributeNames,
  facts: DirectorySettings['facts'],
): DirectoryPerson | null {
  const first = (attribute: string) => valuesOf(entry, attribute)[0];
  const login = first(names.login)?.toLowerCase();
  if (login === undefined) return null;
  const full = [first(names.givenName), first(names.surname)].filter(Boolean).join(' ');
  const forms = [names.name, names.commonName].flatMap((attribute) => valuesOf(entry, attribute));
  const affiliations = [names.primaryAffiliation, names.affiliation].flatMap((attribute) => valuesOf(entry, attribute));
  return {
    login,
    aliases: valuesOf(entry, names.alias).map((alias) => alias.toLowerCase()),
    name: first(names.name) ?? (full || (first(names.commonName) ?? login)),
    names: [...forms, full],
    mail: valuesOf(entry, names.mail).find(looksLikeMail) ?? null,
    otherMails: valuesOf(entry, names.otherMail).map((mail) => mail.toLowerCase()),
    affiliations: [...new Set(affiliations)].slice(0, 20),
    entityCode: first(names.entity) ?? null,
    unlisted: first(names.unlisted)?.toUpperCase() === 'TRUE',
    facts: Object.fromEntries(
      facts.map(({ attribute }) => [attribute, valuesOf(entry, attribute).filter((value) => !isNir(value))]),
    ),
  };
}

/** What rules of visibility ask of an entry, by name in lower case; what it lacks is absent. */
export const askedOf = (entry: Entry, names: readonly string[]): Record<string, string[]> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const values = valuesOf(entry, name).slice(0, 50);
      return values.length === 0 ? [] : [[name.toLowerCase(), values]];
    }),
  );

/** Code and label of an entity of the structures branch. */
export const entityOf = (entry: Entry, { entityCode, entityLabel }: AttributeNames): [string, string] | null => {
  const [code] = valuesOf(entry, entityCode);
  const label = valuesOf(entry, entityLabel)[0] ?? valuesOf(entry, 'ou')[0];
  return code === undefined || label === undefined ? null : [code, label];
};
