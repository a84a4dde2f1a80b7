import { Temporal } from 'temporal-polyfill';
import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import type { Translate } from '../../web/words.ts';
import { priorityWords, statusWords } from '../ticket.ts';
import { type Column, columnWords } from './columns.ts';
import { type Filter, fromStart } from './filter.ts';
import type { DashboardLine } from './lines.ts';
import { isWalked, listTickets, positionAt } from './list.ts';
import { mostSorted } from './sorted.ts';

/** Past it, the file says that it stops. */
const mostExported = 50_000;

/** Read at a time: what is in memory, however long the list. */
const batch = 500;

type Cell = string | number;

interface Speaking {
  t: Translate;
  timeZone: string;
}

const local = (date: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone);
const instant = (date: Date, { timeZone }: Speaking) =>
  local(date, timeZone).toString({ smallestUnit: 'second', timeZoneName: 'never' });
const day = (date: Date, { timeZone }: Speaking) => local(date, timeZone).toPlainDate().toString();

const cells: Record<Column, (line: DashboardLine, speaking: Speaking) => Cell> = {
  id: ({ id }) => id,
  subject: ({ subject }) => subject,
  category: ({ category }) => category,
  owner: ({ owner }, { t }) => t(owner),
  handler: ({ handler }, { t }) => (handler === null ? '' : t(handler)),
  status: ({ status }, { t }) => t(statusWords[status].label),
  priority: ({ priority }, { t }) => t(priorityWords[priority].label),
  modified: ({ lastActionAt }, speaking) => instant(lastActionAt, speaking),
  'modified-day': ({ lastActionAt }, speaking) => day(lastActionAt, speaking),
  created: ({ createdAt }, speaking) => instant(createdAt, speaking),
  'created-day': ({ createdAt }, speaking) => day(createdAt, speaking),
  service: ({ service }) => service,
  origin: ({ origin }) => origin,
};

/** Those shown, with what every file has: the number and both dates to the second. */
const exportedColumns = ({ columns }: Filter): Column[] => [
  ...new Set<Column>(['id', ...columns, 'created', 'modified']),
];

function* rowsOf(lines: readonly DashboardLine[], columns: readonly Column[], speaking: Speaking): Generator<Cell[]> {
  for (const line of lines) yield columns.map((column) => cells[column](line, speaking));
}

/** Why the file does not have all that the filter names; null when it does. */
function shortfall(filter: Filter, count: number, ended: boolean, t: Translate): string | null {
  if (!ended)
    return t('Export arrêté à {{most}} tickets : précisez les filtres pour avoir les autres.', { most: mostExported });
  return !isWalked(filter) && count >= mostSorted
    ? t('Cet ordre porte sur les {{most}} derniers tickets modifiés : précisez les filtres pour avoir les autres.', {
        most: mostSorted,
      })
    : null;
}

/** The rows of the file of a list, its heading first: the same tickets in the same order, some at a time. */
export async function* exportedRows(db: Db, person: Person, asked: Filter, speaking: Speaking): AsyncGenerator<Cell[]> {
  const filter = fromStart(asked);
  const columns = exportedColumns(filter);
  let found = await listTickets(db, person, filter, { limit: batch });
  yield columns.map((column) => speaking.t(columnWords[column].label));
  let count = 0;
  while (true) {
    yield* rowsOf(found, columns, speaking);
    count += found.length;
    const last = found.at(-1);
    const ended = found.length < batch || last === undefined;
    if (ended || count >= mostExported) {
      const missing = shortfall(filter, count, ended, speaking.t);
      if (missing !== null) yield [missing];
      return;
    }
    found = await listTickets(db, person, filter, { limit: batch, after: positionAt(last, count) });
  }
}
