import { type Db, rows } from '../db/connection.ts';
import { pictogramNames } from '../web/pictograms.ts';
import type { Picture } from '../web/pictures.ts';

export const containers = ['service', 'category'] as const;
type Container = (typeof containers)[number];

/** Until the administrators choose others. */
const firstDefaults: Record<Container, string> = { service: 'building', category: 'tag' };

export const iconAddress = (digest: string) => `/icons/${digest}.webp`;

/** The names that may be given, and what they stand for. */
export interface Icons {
  /** The images that administrators added, by name. */
  images: ReadonlyMap<string, Picture>;
  /** Null for a name that is not, or no longer, that of an icon. */
  named(name: string | null): Picture | null;
  defaults: Record<Container, string>;
  /** The first of these names that is one, the nearest first; else the icon by default. */
  pictureOf(container: Container, ...names: readonly (string | null)[]): Picture;
}

const iconsSql = `
  select (select coalesce(jsonb_object_agg(name, digest order by name), '{}') from icons) as images,
    (select coalesce(jsonb_object_agg(container, icon), '{}') from icon_defaults) as defaults`;

/** All the icons, in one query. */
export async function iconsOf(db: Db): Promise<Icons> {
  const [found] = await rows<{ images: Record<string, string>; defaults: Partial<Record<Container, string>> }>(
    db,
    iconsSql,
  );
  const images = new Map(
    Object.entries(found?.images ?? {}).map(([name, digest]) => [name, { image: iconAddress(digest) }]),
  );
  const named = (name: string | null) =>
    name === null ? null : (images.get(name) ?? (pictogramNames.has(name) ? { drawing: name } : null));
  const defaults = { ...firstDefaults, ...found?.defaults };
  const byDefault = (container: Container) => named(defaults[container]) ?? { drawing: firstDefaults[container] };
  return {
    images,
    named,
    defaults,
    pictureOf: (container, ...names) => names.map(named).find((one) => one !== null) ?? byDefault(container),
  };
}
