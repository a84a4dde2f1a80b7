import { EqualityFilter, type Filter, OrFilter } from 'ldapts';
import { namesMatch, plainWords } from '../plain-words.ts';
import { type Connection, keepConnection, TooBroad } from './connection.ts';
import { askedOf, type DirectoryPerson, directoryPerson, entityOf, wantedAttributes } from './entry.ts';
import { byAddress, byLettersWithoutAccent, byLogins, byWords } from './filters.ts';
import { memory } from './memory.ts';
import type { DirectorySettings } from './settings.ts';

export interface Located extends DirectoryPerson {
  /** Label of the entity; its code when the structures branch does not know it. */
  entity: string | null;
}

type Attributes = Readonly<Record<string, readonly string[]>>;

interface DirectorySearch {
  people: readonly Located[];
  /** There are more than what is given. */
  more: boolean;
}

/** The directory of the institution. Every function throws `DirectoryDown` when no server answers. */
export interface Directory {
  /** By name, of the people who are listed. */
  search(text: string): Promise<DirectorySearch>;
  /** Those whose identifier or alias this is: one, unless the directory is at fault. Unlisted people included. */
  byLogin(login: string): Promise<readonly Located[]>;
  /** By main or other address. Unlisted people included. */
  byAddress(address: string): Promise<readonly Located[]>;
  /** Those of these identifiers that the directory has. Never from memory. */
  present(logins: readonly string[]): Promise<readonly Located[]>;
  /** What rules of visibility ask of these accounts, by identifier. Never from memory. */
  attributes(logins: readonly string[], names: readonly string[]): Promise<ReadonlyMap<string, Attributes>>;
  /** By name, identifier or address, for who tests the directory: never from memory, with the server that answered. */
  probe(text: string): Promise<DirectorySearch & { server: string | null }>;
  readonly facts: DirectorySettings['facts'];
}

const keptMs = 10 * 60_000;
/** How many entries are looked at to show a few: names that only look alike are sifted out. */
const sifted = 200;

const oneOf = (attribute: string, values: readonly string[]): Filter =>
  new OrFilter({ filters: values.map((value) => new EqualityFilter({ attribute, value })) });

function entities(connection: Connection, { structuresDn, attributes }: DirectorySettings) {
  const known = new Map<string, { label: string; until: number }>();
  const read = async (dn: string, codes: string[]) => {
    const entries = await connection.search(dn, {
      filter: oneOf(attributes.entityCode, codes),
      attributes: [attributes.entityCode, attributes.entityLabel, 'ou'],
      sizeLimit: codes.length * 2,
    });
    const labels = new Map(entries.flatMap((entry) => [entityOf(entry, attributes)].filter((pair) => pair !== null)));
    for (const code of codes) known.set(code, { label: labels.get(code) ?? code, until: Date.now() + keptMs });
  };
  /** The label of each code. A branch that does not answer leaves the codes. */
  return async (codes: readonly (string | null)[]): Promise<(string | null)[]> => {
    const wanted = new Set(codes.filter((code) => code !== null && (known.get(code)?.until ?? 0) < Date.now()));
    if (structuresDn !== null && attributes.entityCode !== '' && wanted.size > 0)
      await read(structuresDn, [...wanted] as string[]).catch(() => undefined);
    return codes.map((code) => (code === null ? null : (known.get(code)?.label ?? code)));
  };
}

export function openDirectory(settings: DirectorySettings, report: (error: unknown, url: string) => void): Directory {
  const connection = keepConnection(settings, report);
  const labels = entities(connection, settings);
  const searches = memory<DirectorySearch>(keptMs, 500);
  const people = memory<readonly Located[]>(keptMs, 1000);
  const attributes = wantedAttributes(settings);

  const read = async (filter: Filter, sizeLimit: number) => {
    const entries = await connection.search(settings.baseDn, { scope: 'sub', filter, attributes, sizeLimit });
    const found = entries.flatMap((entry) => directoryPerson(entry, settings.attributes, settings.facts) ?? []);
    return { found, cut: entries.length >= sizeLimit };
  };

  const located = async (found: readonly DirectoryPerson[]): Promise<Located[]> => {
    const names = await labels(found.map(({ entityCode }) => entityCode));
    return found.map((person, rank) => ({ ...person, entity: names[rank] ?? null }));
  };

  const wider = async (text: string) => {
    const filter = byLettersWithoutAccent(settings, text);
    if (filter === null) return { found: [], cut: false };
    return read(filter, sifted).catch((error) => {
      if (error instanceof TooBroad) return { found: [], cut: true };
      throw error;
    });
  };

  const search = async (text: string): Promise<DirectorySearch> => {
    const words = plainWords(text);
    const first = await read(byWords(settings, text), sifted).catch((error) => {
      if (error instanceof TooBroad) return { found: [], cut: true };
      throw error;
    });
    const second =
      first.cut || first.found.length >= settings.sizeLimit ? { found: [], cut: false } : await wider(text);
    const byLogin = new Map([...first.found, ...second.found].map((person) => [person.login, person]));
    const matching = [...byLogin.values()]
      .filter((person) => !person.unlisted && namesMatch(person.names, words))
      .sort((a, b) => a.name.localeCompare(b.name, 'fr') || a.login.localeCompare(b.login));
    const shown = matching.slice(0, settings.sizeLimit);
    return { people: await located(shown), more: first.cut || second.cut || matching.length > shown.length };
  };

  const asked = async (logins: readonly string[], names: readonly string[]) => {
    const { login } = settings.attributes;
    const entries = await connection.search(settings.baseDn, {
      scope: 'sub',
      filter: byLogins(settings, logins),
      attributes: [...new Set([login, ...names])],
      sizeLimit: logins.length * 3,
    });
    const found = entries.flatMap((entry) => {
      const [uid] = Object.values(askedOf(entry, [login])).flat();
      return uid === undefined ? [] : ([[uid.toLowerCase(), askedOf(entry, names)]] as const);
    });
    return new Map(found);
  };

  const few = async (filter: Filter) => located((await read(filter, 5)).found);

  return {
    probe: async (text) => {
      const named = text.includes('@') ? byAddress(settings, text) : byLogins(settings, [text]);
      const exact = /\s/.test(text) ? [] : await few(named);
      const found = exact.length > 0 ? { people: exact, more: false } : await search(text);
      return { ...found, server: await connection.server() };
    },
    facts: settings.facts,
    search: (text) => searches(plainWords(text).join(' '), () => search(text)),
    byLogin: (login) => people(`login ${login.toLowerCase()}`, () => few(byLogins(settings, [login]))),
    byAddress: (address) => people(`address ${address.toLowerCase()}`, () => few(byAddress(settings, address))),
    attributes: asked,
    present: async (logins) => located((await read(byLogins(settings, logins), logins.length * 3)).found),
  };
}

/** The address that the directory gives to an account, null when it gives none or has no such account. */
export async function directoryMail(directory: Directory, login: string): Promise<string | null> {
  const [person, ...others] = await directory.byLogin(login);
  return others.length === 0 ? (person?.mail ?? null) : null;
}
