import { type Db, rows } from '../db/connection.ts';

/** Somebody who can sign in through the demonstration CAS, and what the database lets them do. */
export interface DemoPerson {
  login: string;
  displayName: string;
  mail: string | null;
  affiliations: string[];
  isAdmin: boolean;
  manages: { label: string; privileges: number }[];
}

const selection = `
  select p.login, p.display_name, p.mail, p.affiliations, p.is_admin, coalesce(
    (select json_agg(json_build_object('label', s.label, 'privileges', cardinality(m.privileges)) order by s.label)
     from service_managers m join services s on s.id = m.service_id where m.person_id = p.id), '[]') as manages
  from people p
  where p.kind = 'cas' and p.login is not null`;

/** Those who can do most come first. */
export async function casPeople(db: Db): Promise<DemoPerson[]> {
  const people = await rows<DemoPerson>(db, `${selection} order by p.display_name`);
  const weight = ({ isAdmin, manages }: DemoPerson) =>
    (isAdmin ? 1000 : 0) + manages.reduce((sum, { privileges }) => sum + 20 + privileges, 0);
  return people.sort((one, other) => weight(other) - weight(one));
}

export async function casPerson(db: Db, login: string): Promise<DemoPerson | undefined> {
  const [person] = await rows<DemoPerson>(db, `${selection} and p.login = :login`, { login });
  return person;
}

const affiliationWords: Record<string, string> = {
  student: 'étudiant',
  faculty: 'enseignant',
  teacher: 'enseignant',
  researcher: 'chercheur',
  employee: 'personnel',
  staff: 'personnel',
  affiliate: 'extérieur',
};

const belonging = (affiliations: readonly string[]) =>
  [...new Set(affiliations.flatMap((name) => affiliationWords[name] ?? []))].join(', ');

const service = ({ label, privileges }: DemoPerson['manages'][number]) => {
  if (privileges === 0) return label;
  return `${label} (${privileges} ${privileges === 1 ? 'privilège' : 'privilèges'})`;
};

/** What somebody can do, in a few words. */
export function abilities({ affiliations, isAdmin, manages }: DemoPerson): string {
  return [
    ...(isAdmin ? ['administre l’installation'] : []),
    ...(manages.length > 0 ? [`gère ${manages.map(service).join(', ')}`] : []),
    ...(isAdmin || manages.length > 0 ? [] : ['crée et suit ses tickets']),
    ...(manages.length > 0 ? [] : [belonging(affiliations)].filter(Boolean)),
  ].join(' · ');
}
