import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { linesJson, type Spelled } from '../json-lines.ts';
import { type OpenLine, openBindings, openSql } from './mine.ts';
import { type ServiceWaiting, servicesSql } from './services.ts';
import { type WaitingLine, waitingSql } from './waiting.ts';

interface Home {
  waiting: WaitingLine[];
  open: OpenLine[];
  /** Null for who manages none. */
  services: ServiceWaiting[] | null;
}

interface Read {
  waiting: Spelled<WaitingLine>[];
  open: Spelled<OpenLine>[];
  services: Spelled<ServiceWaiting>[] | null;
}

const homeSql = (services: string) => `
  select ${linesJson(waitingSql)} as waiting, ${linesJson(openSql)} as open, ${services} as services`;
const homeOfManagers = homeSql(linesJson(servicesSql));
const homeOfOthers = homeSql('null');

const dated = <Line extends { lastActionAt: string }>(line: Line) => ({
  ...line,
  lastActionAt: new Date(line.lastActionAt),
});

/** All that « Accueil » tells, in one statement: it is the page that the portal opens. Counts stop at `most`. */
export async function readHome(db: Db, person: Person, most: number): Promise<Home> {
  const sql = person.manages.length > 0 ? homeOfManagers : homeOfOthers;
  const [found] = await rows<Read>(db, sql, { ...openBindings(person), most });
  if (found === undefined) throw new Error('A statement without a table gives one row');
  const { waiting, open, services } = found;
  return {
    waiting: waiting.map(dated),
    open: open.map(dated),
    services:
      services?.map((service) => ({ ...service, oldest: service.oldest === null ? null : new Date(service.oldest) })) ??
      null,
  };
}
