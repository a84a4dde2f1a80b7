import { type Db, rows, type Transaction } from '../../db/connection.ts';
import { type Change, logChanges } from '../../services/setting-changes.ts';
import type { Errors } from '../../web/fields.ts';
import { pictogramNames } from '../../web/pictograms.ts';
import type { Redrawn } from './redrawn.ts';

/** An image that administrators added, and where it is chosen. */
export interface ImageLine {
  id: number;
  name: string;
  digest: string;
  uses: readonly string[];
  /** Whether it stands where nothing is chosen. */
  byDefault: boolean;
}

const imagesSql = `
  select i.id, i.name, i.digest,
    array(select s.label from services s where s.icon = i.name order by s.position, s.id)
    || array(select s.label || ' › ' || c.label from categories c join services s on s.id = c.service_id
             where c.icon = i.name order by s.position, s.id, c.position, c.id) as uses,
    exists (select 1 from icon_defaults d where d.icon = i.name) as by_default
  from icons i order by lower(i.name)`;

export const imagesOf = (db: Db) => rows<ImageLine>(db, imagesSql);

const mostImages = 200;

export interface Act {
  actorId: number;
  now: Date;
}

export type Done = { ok: true } | { ok: false; errors: Errors };

const log = (trx: Transaction, about: string, { actorId, now }: Act, change: Change) =>
  logChanges(trx, { serviceId: null, version: null, about, actorId, at: now }, [change]);

/** What is named stays named until the transaction ends. */
export const holdNames = (trx: Transaction) => trx.raw("select pg_advisory_xact_lock(hashtext('names of icons'))");

async function nameFault(trx: Transaction, name: string, own: number | null): Promise<Errors | null> {
  await holdNames(trx);
  const [other] = await rows(
    trx,
    'select 1 from icons where lower(name) = lower(:name) and id is distinct from cast(:own as integer)',
    { name, own },
  );
  const taken = other !== undefined || pictogramNames.has(name.toLowerCase());
  return taken ? { name: 'Une autre icône porte déjà ce nom.' } : null;
}

export const addImage = (db: Db, image: Redrawn & { name: string }, act: Act): Promise<Done> =>
  db.transaction(async (trx) => {
    const errors = await nameFault(trx, image.name, null);
    if (errors !== null) return { ok: false, errors };
    const held = await trx('icons').count({ count: '*' }).first();
    if (Number(held?.count) >= mostImages)
      return { ok: false, errors: { files: 'Il y a déjà trop d’images : supprimez-en une.' } };
    await trx('icons').insert(image);
    await log(trx, image.name, act, { setting: 'Icône ajoutée', before: null, after: image.name });
    return { ok: true };
  });

const present = async (trx: Transaction, id: number): Promise<ImageLine | undefined> => {
  await trx('icons').where({ id }).forUpdate().first('id');
  return (await imagesOf(trx)).find((image) => image.id === id);
};

const gone: Done = { ok: false, errors: { name: 'Cette icône n’existe plus.' } };

const renameSql = `
  with renamed as (update icons set name = :to where id = :id),
    of_services as (update services set icon = :to where icon = :from),
    of_categories as (update categories set icon = :to where icon = :from)
  update icon_defaults set icon = :to where icon = :from`;

/** Services and categories that have it follow. */
export const renameImage = (db: Db, { id, name }: { id: number; name: string }, act: Act): Promise<Done> =>
  db.transaction(async (trx) => {
    const image = await present(trx, id);
    if (image === undefined) return gone;
    const errors = await nameFault(trx, name, id);
    if (errors !== null) return { ok: false, errors };
    if (name === image.name) return { ok: true };
    await rows(trx, renameSql, { id, from: image.name, to: name });
    await log(trx, name, act, { setting: 'Nom de l’icône', before: image.name, after: name });
    return { ok: true };
  });

export const replaceImage = (db: Db, { id, ...drawn }: Redrawn & { id: number }, act: Act): Promise<Done> =>
  db.transaction(async (trx) => {
    const image = await present(trx, id);
    if (image === undefined) return gone;
    await trx('icons').where({ id }).update(drawn);
    await log(trx, image.name, act, { setting: 'Image de l’icône', before: 'ancienne', after: 'nouvelle' });
    return { ok: true };
  });

/** Refused while something has it: nobody's icon changes without his knowing. */
export const deleteImage = (db: Db, id: number, act: Act): Promise<Done> =>
  db.transaction(async (trx) => {
    const image = await present(trx, id);
    if (image === undefined) return gone;
    if (image.byDefault || image.uses.length > 0)
      return {
        ok: false,
        errors: { delete: 'Elle est utilisée : choisissez d’abord une autre icône là où elle l’est.' },
      };
    await trx('icons').where({ id }).delete();
    await log(trx, image.name, act, { setting: 'Icône supprimée', before: image.name, after: null });
    return { ok: true };
  });
