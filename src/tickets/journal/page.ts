import { hue, initials } from '../../people/names.ts';
import type { Person } from '../../people/person.ts';
import { type PageModel, page } from '../../web/page.ts';
import type { Translate } from '../../web/words.ts';
import { actionNamed } from '../actions/index.ts';
import { type ReadBy, sentenceOf } from '../sentence.ts';
import type { Status } from '../ticket.ts';
import type { Audience } from '../visibility.ts';
import type { JournalPart, JournalPlaces, JournalRow } from './entries.ts';
import { type JournalFilter, journalAddress, journalKinds, journalSizes } from './filter.ts';

interface JournalEntry {
  id: number;
  at: Date;
  icon: string;
  /** Null for the application. */
  author: { name: string; initials: string; hue: number; isReader: boolean } | null;
  sentence: string;
  audience: Audience;
  /** « 'A' -> 'B' », null when the category did not change. */
  move: { from: string; to: string } | null;
  text: string | null;
  ticket: { id: number; href: string; subject: string; status: Status; category: string; archived: boolean };
}

interface JournalPage extends PageModel {
  filter: JournalFilter;
  filtered: boolean;
  entries: readonly JournalEntry[];
  places: readonly JournalPlaces[];
  kinds: readonly { name: string; label: string }[];
  sizes: readonly { size: number; href: string; current: boolean }[];
  older: string | null;
  newest: string | null;
  lookedUntil: Date | null;
}
export const journalPage = page<JournalPage>('tickets/journal');

/** Whoever reads the journal manages the service of each of its tickets, and its category when that is confidential. */
const asManager = (person: Person, { anonymous, effectiveVisibility, confidential }: JournalRow): ReadBy => ({
  ticket: { anonymous, effectiveVisibility, confidential },
  standing: {
    personId: person.id,
    kind: person.kind,
    admin: person.isAdmin,
    owns: false,
    handles: false,
    manages: true,
    member: confidential,
    invited: false,
    managesSibling: false,
    seesService: true,
    shown: null,
    privileges: new Set(),
  },
});

const entryOf = (row: JournalRow, person: Person, t: Translate): JournalEntry => {
  const isReader = row.actorId === person.id;
  const name = row.actorName ?? '';
  return {
    id: row.id,
    at: row.at,
    icon: actionNamed(row.action)?.icon ?? 'dot',
    author: row.actorId === null ? null : { name, initials: initials(name), hue: hue(name), isReader },
    sentence: sentenceOf(row, asManager(person, row), t, isReader),
    audience: row.audience,
    move: row.movedFrom === null || row.movedTo === null ? null : { from: row.movedFrom, to: row.movedTo },
    text: row.text,
    ticket: {
      id: row.ticketId,
      href: `/tickets/${row.ticketId}#entry-${row.id}`,
      subject: row.subject,
      status: row.status,
      category: row.category,
      archived: row.archived,
    },
  };
};

const asked = ['service', 'category', 'kind', 'author', 'from', 'to'] as const satisfies (keyof JournalFilter)[];

export const journalModel = (
  filter: JournalFilter,
  { entries, after, lookedUntil }: JournalPart,
  places: readonly JournalPlaces[],
  { t, person }: { t: Translate; person: Person },
): JournalPage => ({
  title: t('Journal'),
  current: 'journal',
  filter,
  filtered: asked.some((name) => filter[name] !== null),
  entries: entries.map((row) => entryOf(row, person, t)),
  places,
  kinds: journalKinds
    .map(({ name, label }) => ({ name, label: t(label) }))
    .toSorted((a, b) => a.label.localeCompare(b.label)),
  sizes: journalSizes.map((size) => ({
    size,
    href: journalAddress({ ...filter, size, after: null }),
    current: size === filter.size,
  })),
  older: after === null ? null : journalAddress({ ...filter, after }),
  newest: filter.after === null ? null : journalAddress({ ...filter, after: null }),
  lookedUntil,
});
