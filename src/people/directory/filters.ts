import { AndFilter, EqualityFilter, type Filter, FilterParser, NotFilter, OrFilter, SubstringFilter } from 'ldapts';
import { plainWords } from '../plain-words.ts';
import type { DirectorySettings } from './settings.ts';

type Settings = Pick<DirectorySettings, 'filter' | 'attributes'>;

// filters are made of objects, never of text: nothing that is typed can be read as a part of a filter (RFC 4515)
const all = (filters: Filter[]) => new AndFilter({ filters });
const some = (filters: Filter[]) => new OrFilter({ filters });
const used = (attributes: readonly string[]) => attributes.filter((attribute) => attribute !== '');

const equal = (attributes: readonly string[], values: readonly string[]) =>
  some(
    used(attributes).flatMap(
      (attribute) => values.map((value) => new EqualityFilter({ attribute, value })) as Filter[],
    ),
  );

const person = ({ filter }: Settings) => FilterParser.parseString(filter);

const listed = ({ attributes }: Settings): Filter[] =>
  attributes.unlisted === ''
    ? []
    : [new NotFilter({ filter: new EqualityFilter({ attribute: attributes.unlisted, value: 'TRUE' }) })];

const nameAttributes = ({ attributes: { name, commonName, surname, givenName } }: Settings) =>
  used([name, commonName, surname, givenName]);

const holding = (settings: Settings, parts: string[]) =>
  some(nameAttributes(settings).map((attribute) => new SubstringFilter({ attribute, any: parts })));

/** Every word somewhere in the names, as typed or without its accents: what an index answers quickly. */
export const byWords = (settings: Settings, text: string): Filter => {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const forms = (word: string) => [...new Set([word, ...plainWords(word)])];
  const each = words.map((word) => some(forms(word).map((form) => holding(settings, [form]))));
  return all([person(settings), ...listed(settings), ...each]);
};

/** The letters of a word that bear no accent in the languages of our names, with anything between them. */
const bareLetters = (word: string) => word.split(/[^bfhjkmpqvwx]+/).filter(Boolean);

/** « lefevre » also finds « Lefèvre »: slower, and what comes is to be sifted. Null when too little would be left. */
export const byLettersWithoutAccent = (settings: Settings, text: string): Filter | null => {
  const words = plainWords(text)
    .map(bareLetters)
    .filter((letters) => letters.length > 0);
  if (words.flat().length < 2) return null;
  return all([person(settings), ...listed(settings), ...words.map((letters) => holding(settings, letters))]);
};

/** The accounts of these identifiers, aliases included. */
export const byLogins = (settings: Settings, logins: readonly string[]): Filter =>
  all([person(settings), equal([settings.attributes.login, settings.attributes.alias], logins)]);

export const byAddress = (settings: Settings, address: string): Filter =>
  all([person(settings), equal([settings.attributes.mail, settings.attributes.otherMail], [address])]);
