import { z } from 'zod';
import { catalogue } from '../actions/index.ts';

export const journalSizes = [10, 20, 30, 40] as const;

/** The kinds of entries that one may ask for: what leaves a line of its own in a history. */
export const journalKinds = catalogue.filter(({ personal, steps }) => !personal && steps === undefined);

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().catch(null);
const day = z.iso.date().nullable().catch(null);

const query = z.object({
  service: id,
  category: id,
  kind: z
    .enum(journalKinds.map(({ name }) => name))
    .nullable()
    .catch(null),
  author: z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim().slice(0, 100) || null)
    .nullable()
    .catch(null),
  from: day,
  to: day,
  size: z.coerce
    .number()
    .refine((size) => journalSizes.some((offered) => offered === size))
    .catch(20),
  /** The entry after which the page begins. */
  after: id,
});

export type JournalFilter = z.infer<typeof query>;

/** The whole state of the page is its address; what is not understood there counts as absent. */
export const parseJournal = (said: Record<string, unknown>): JournalFilter =>
  query.parse(Object.fromEntries(Object.keys(query.shape).map((name) => [name, said[name] || null])));

/** The address of the journal so filtered. */
export function journalAddress(filter: Partial<JournalFilter>): string {
  const said = Object.entries(filter).filter(
    ([name, value]) => value !== null && value !== undefined && !(name === 'size' && value === 20),
  );
  const search = new URLSearchParams(Object.fromEntries(said.map(([name, value]) => [name, String(value)]))).toString();
  return search === '' ? '/journal' : `/journal?${search}`;
}
