import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import type { Translate } from '../../web/words.ts';
import { priorityWords, statusWords } from '../ticket.ts';
import { type Column, columnWords } from './columns.ts';
import { type Filter, fromStart } from './filter.ts';
import type { DashboardLine } from './lines.ts';
import { isWalked, listTickets, positionAt } from './list.ts';
import { localTimes } from './local-time.ts';

/** Past it, the file says that it stops. */
const mostExported = 50_000;

/** Other orders than the last change are told among so many, the latest changed: more than on a page. */
const mostSorted = 1000;

/** Read at a time: what is in memory, however long the list. */
const batch = 500;

type Cell = string | number;

interface Speaking {
  t: Translate;
  timeZone: string;
}

interface Writing {
  t: Translate;
  at(date: Date): string;
}

const cells: Record<Column, (line: DashboardLine, writing: Writing) => Cell> = {
  id: ({ id }) => id,
  subject: ({ subject }) => subject,
  category: ({ category }) => category,
  owner: ({ owner }, { t }) => t(owner),
  handler: ({ handler }, { t }) => (handler === null ? '' : t(handler)),
  status: ({ status }, { t }) => t(statusWords[status].label),
  priority: ({ priority }, { t }) => t(priorityWords[priority].label),
  modified: ({ lastActionAt }, { at }) => at(lastActionAt),
  'modified-day': ({ lastActionAt }, { at }) => at(lastActionAt).slice(0, 10),
  created: ({ createdAt }, { at }) => at(createdAt),
  'created-day': ({ createdAt }, { at }) => at(createdAt).slice(0, 10),
  service: ({ service }) => service,
  origin: ({ origin }) => origin,
};

/** Those shown, with what every file has: the number and both dates to the second. */
const exportedColumns = ({ columns }: Filter): Column[] => [
  ...new Set<Column>(['id', ...columns, 'created', 'modified']),
];

function* rowsOf(lines: readonly DashboardLine[], columns: readonly Column[], writing: Writing): Generator<Cell[]> {
  for (const line of lines) yield columns.map((column) => cells[column](line, writing));
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
  const writing = { t: speaking.t, at: localTimes(speaking.timeZone) };
  let found = await listTickets(db, person, filter, { limit: batch, among: mostSorted });
  yield columns.map((column) => speaking.t(columnWords[column].label));
  let count = 0;
  while (true) {
    yield* rowsOf(found, columns, writing);
    count += found.length;
    const last = found.at(-1);
    const ended = found.length < batch || last === undefined;
    if (ended || count >= mostExported) {
      const missing = shortfall(filter, count, ended, speaking.t);
      if (missing !== null) yield [missing];
      return;
    }
    found = await listTickets(db, person, filter, { limit: batch, after: positionAt(last, count), among: mostSorted });
  }
}
