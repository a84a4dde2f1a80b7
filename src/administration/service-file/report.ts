import type { Transaction } from '../../db/connection.ts';
import type { Icons } from '../../services/icons.ts';
import { logChanges } from '../../services/setting-changes.ts';
import type { Fields, Option } from '../../web/fields.ts';
import { type Stored, worded } from '../settings/values.ts';
import type { Settings } from './format.ts';

/** `left`: it is here and not in the file, which takes nothing away; `skipped`: it is in the file and cannot be done. */
export type LineKind = 'created' | 'changed' | 'left' | 'skipped';

/** One thing that an import does, or leaves. Texts are in French, to be translated. */
export interface Line {
  kind: LineKind;
  /** Its name: « DNUM › Réseau », « Nadège Lefèvre ». */
  about: string;
  /** What it is: « Catégorie », « Gestionnaire »… */
  what: string;
  setting: string | null;
  before: string | null;
  after: string | null;
  reason: string | null;
}

export interface Importing {
  trx: Transaction;
  serviceId: number;
  actorId: number | null;
  at: Date;
  lines: Line[];
  icons: Icons;
}

export const addLine = (lines: Line[], line: Pick<Line, 'kind' | 'about' | 'what'> & Partial<Line>) =>
  lines.push({ setting: null, before: null, after: null, reason: null, ...line });

interface Subject {
  about: string;
  what: string;
  version: number | null;
  categoryId?: number;
  personId?: number;
}

interface Change {
  setting: string;
  before: string | null;
  after: string | null;
}

const log = ({ trx, serviceId, actorId, at }: Importing, subject: Subject, changes: readonly Change[]) => {
  const { what: _, ...facts } = subject;
  return logChanges(trx, { serviceId, actorId, at, ...facts }, changes);
};

export async function noteCreated(importing: Importing, subject: Subject): Promise<void> {
  addLine(importing.lines, { kind: 'created', about: subject.about, what: subject.what });
  await log(importing, subject, [{ setting: subject.what, before: null, after: 'oui' }]);
}

export async function noteChanged(importing: Importing, subject: Subject, changes: readonly Change[]): Promise<void> {
  for (const change of changes) addLine(importing.lines, { kind: 'changed', ...subject, ...change });
  await log(importing, subject, changes);
}

/** What differs, by the names of the columns, and in words. */
export function difference(fields: Fields, before: Record<string, Stored>, after: Settings, others: Option[] = []) {
  const names = Object.keys(fields).filter((name) => after[name] !== undefined && after[name] !== before[name]);
  return {
    values: Object.fromEntries(names.map((name) => [name, after[name] as Stored])),
    changes: names.flatMap((name) => {
      const field = fields[name];
      if (field === undefined) return [];
      const [old, now] = [before[name] ?? null, after[name] ?? null];
      return [{ setting: field.label, before: worded(field, old, others), after: worded(field, now, others) }];
    }),
  };
}

/** The settings of a file without an icon that is not here: by default, or as it was. */
export function withKnownIcon<S extends Settings>(
  { icons, lines }: Pick<Importing, 'icons' | 'lines'>,
  settings: S,
  { about, what }: { about: string; what: string },
): S {
  const { icon } = settings;
  if (icon === undefined || icon === null || icons.named(String(icon)) !== null) return settings;
  const reason = 'Cette icône n’existe pas ici.';
  addLine(lines, { kind: 'skipped', about, what, setting: 'Icône', after: String(icon), reason });
  const { icon: _, ...others } = settings;
  return others as unknown as S;
}
