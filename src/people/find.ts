import type { Logger } from 'pino';
import { type Db, rows } from '../db/connection.ts';
import type { Visitor } from '../web/visitor.ts';
import { mayLookUp } from './allowance.ts';
import { DirectoryDown } from './directory/connection.ts';
import type { Directory, Located } from './directory/directory.ts';
import { type KnownPerson, knownBy, knownByLogins, recentlyInvited, searchKnown } from './known.ts';
import { isMailAddress } from './mail-address.ts';
import { plainWords } from './plain-words.ts';

/** Where people are found: the accounts, and the directory when the institution has one. */
export interface PeopleSources {
  db: Db;
  directory: Directory | null;
  /** Whether the installation gives accounts to people from outside. */
  outsiders: boolean;
  now: () => Date;
  log: Pick<Logger, 'info' | 'warn'>;
}

/** Somebody who looks for somebody. */
export type Seeker = Pick<Visitor, 'id' | 'manages' | 'isAdmin'>;

export interface FoundPerson {
  /** What to write in a field to name him: his identifier, or his address when he has none. */
  key: string;
  name: string;
  affiliation: string | null;
  entity: string | null;
  external: boolean;
  left: boolean;
}

/** `short`: not enough letters; `often`: too many searches; `known-only`: the directory is down. */
export type SearchNote = 'short' | 'often' | 'refine' | 'known-only';

export interface PeopleFound {
  people: readonly FoundPerson[];
  notes: readonly SearchNote[];
}

const fewestLetters = 3;
const mostKnown = 20;

const isStaff = ({ manages, isAdmin }: Pick<Visitor, 'manages' | 'isAdmin'>) => manages.length > 0 || isAdmin;

const ofAccount = (person: KnownPerson): FoundPerson[] => {
  const key = person.login ?? person.mail;
  if (key === null) return [];
  const { name, entity, affiliations } = person;
  const [affiliation] = affiliations;
  return [
    {
      key,
      name,
      affiliation: affiliation ?? null,
      entity,
      external: person.kind === 'external',
      left: person.leftAt !== null,
    },
  ];
};

const ofDirectory = ({ login, name, affiliations, entity }: Located): FoundPerson => ({
  key: login,
  name,
  affiliation: affiliations[0] ?? null,
  entity,
  external: false,
  left: false,
});

/** What somebody types when he knows whom he wants: one word that may be an identifier, or an address. */
const exact = async ({ db, directory }: PeopleSources, text: string, staff: boolean): Promise<FoundPerson[]> => {
  if (/\s/.test(text)) return [];
  const known = (await knownBy(db, text)).filter((person) => staff || (!person.unlisted && person.kind === 'cas'));
  if (known.length > 0 || directory === null) return known.flatMap(ofAccount);
  const found = text.includes('@') ? await directory.byAddress(text) : await directory.byLogin(text);
  return found.filter((person) => staff || !person.unlisted).map(ofDirectory);
};

/** By name: in the directory, with the outsiders for the staff; without a directory, among the accounts. */
async function byName(sources: PeopleSources, text: string, staff: boolean): Promise<PeopleFound> {
  const { db, directory } = sources;
  if (text.includes('@')) return { people: [], notes: [] };
  const known = await searchKnown(db, text, { staff, outsidersOnly: directory !== null, limit: mostKnown + 1 });
  const among = known.slice(0, mostKnown).flatMap(ofAccount);
  const cut = known.length > mostKnown;
  if (directory === null) return { people: among, notes: cut ? ['refine'] : [] };
  const { people, more } = await directory.search(text);
  return { people: [...people.map(ofDirectory), ...among], notes: more || cut ? ['refine'] : [] };
}

async function everywhere(sources: PeopleSources, text: string, staff: boolean): Promise<PeopleFound> {
  const first = await exact(sources, text, staff);
  const { people, notes } = await byName(sources, text, staff);
  const others = people.filter(({ key }) => !first.some((one) => one.key === key));
  return { people: [...first, ...others], notes };
}

/** People by name, identifier or address, as this person may find them. A directory that is down is told, not thrown. */
export async function findPeople(sources: PeopleSources, typed: string, seeker: Seeker): Promise<PeopleFound> {
  const { db, log, now } = sources;
  const text = typed
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 100);
  if (plainWords(text).join('').length < fewestLetters) return { people: [], notes: ['short'] };
  const staff = isStaff(seeker);
  if (!(await mayLookUp(db, { id: seeker.id, staff }, { now: now() }))) {
    log.warn({ person: seeker.id, search: text }, 'people search refused: too many today');
    return { people: [], notes: ['often'] };
  }
  const found = await everywhere(sources, text, staff).catch(async (error) => {
    if (!(error instanceof DirectoryDown)) throw error;
    const among = await everywhere({ ...sources, directory: null }, text, staff);
    return { people: among.people, notes: [...among.notes, 'known-only' as const] };
  });
  log.info({ person: seeker.id, search: text, found: found.people.length }, 'people search');
  return found;
}

export type Identified =
  | { kind: 'found'; id: number; name: string }
  /** Nobody yet, at an address that may be given an account. */
  | { kind: 'outsider'; mail: string }
  /** Nobody, or nobody that this person may find. */
  | { kind: 'unknown' }
  /** Several people have this address. */
  | { kind: 'several' }
  | { kind: 'often' }
  /** The directory is down, and no account is known by that name. */
  | { kind: 'unreachable' };

/** The account of somebody that the directory has, made or brought up to date. */
export async function accountOf(db: Db, person: Located, now: Date): Promise<{ id: number; name: string }> {
  const { login, name, mail, affiliations, entity, unlisted } = person;
  const [row] = await rows<{ id: number; name: string }>(
    db,
    `insert into people (login, kind, display_name, mail, affiliations, entity, unlisted, created_at)
     values (:login, 'cas', :name, :mail, :affiliations, :entity, :unlisted, :now)
     on conflict (login) do update set display_name = excluded.display_name, mail = coalesce(excluded.mail, people.mail),
       affiliations = excluded.affiliations, entity = excluded.entity, unlisted = excluded.unlisted, left_at = null
     returning id, display_name as name`,
    { login, name, mail, affiliations, entity, unlisted, now },
  );
  if (row === undefined) throw new Error('The account could not be written');
  return row;
}

function among(known: readonly (KnownPerson & { byLogin: boolean })[], staff: boolean): Identified | null {
  const [first, second] = known.filter((person) => staff || !person.unlisted);
  if (first === undefined) return null;
  const alone = second === undefined || first.byLogin || first.kind !== second.kind || second.leftAt !== null;
  return alone ? { kind: 'found', id: first.id, name: first.name } : { kind: 'several' };
}

async function inDirectory(
  { db, now }: PeopleSources,
  directory: Directory,
  text: string,
  staff: boolean,
): Promise<Identified> {
  const found = text.includes('@') ? await directory.byAddress(text) : await directory.byLogin(text);
  const [person, ...others] = found.filter(({ unlisted }) => staff || !unlisted);
  if (person === undefined) return { kind: 'unknown' };
  if (others.length > 0) return { kind: 'several' };
  return { kind: 'found', ...(await accountOf(db, person, now())) };
}

/**
 * The one whose identifier or address this is: an account that exists, else somebody of the directory, whose account is
 * then made, else somebody from outside, where the installation allows it. Used wherever a person is typed. The address
 * of somebody who is unlisted is, for an ordinary user, that of somebody from outside, so that trying tells nothing; at
 * the next sign-in, what the outsider of that address has becomes the person's own.
 */
export async function personBy(sources: PeopleSources, typed: string, seeker: Seeker): Promise<Identified> {
  const found = await insider(sources, typed, seeker);
  const mail = typed.trim();
  const mayJoin = sources.outsiders && found.kind === 'unknown' && isMailAddress(mail);
  return mayJoin ? { kind: 'outsider', mail } : found;
}

async function insider(sources: PeopleSources, typed: string, seeker: Seeker): Promise<Identified> {
  const { db, directory, now, log } = sources;
  const text = typed.trim();
  if (text === '' || text.length > 254 || /[\p{Cc}\s]/u.test(text)) return { kind: 'unknown' };
  const staff = isStaff(seeker);
  const known = among(await knownBy(db, text), staff);
  if (known !== null || directory === null) return known ?? { kind: 'unknown' };
  if (!(await mayLookUp(db, { id: seeker.id, staff }, { now: now() }))) return { kind: 'often' };
  try {
    const found = await inDirectory(sources, directory, text, staff);
    log.info({ person: seeker.id, identifier: text, found: found.kind }, 'person looked up');
    return found;
  } catch (error) {
    if (error instanceof DirectoryDown) return { kind: 'unreachable' };
    throw error;
  }
}

/** The accounts of these keys, of those whom this person may find, to say who was chosen. */
export async function peopleNamed(
  { db }: PeopleSources,
  keys: readonly string[],
  seeker: Seeker,
): Promise<FoundPerson[]> {
  const found = await knownByLogins(
    db,
    keys.map((key) => key.toLowerCase()),
  );
  return found.filter(({ unlisted }) => isStaff(seeker) || !unlisted).flatMap(ofAccount);
}

/** « Invitations récentes » of somebody. */
export const recentContacts = async ({ db }: PeopleSources, personId: number): Promise<FoundPerson[]> =>
  (await recentlyInvited(db, personId)).flatMap(ofAccount);
