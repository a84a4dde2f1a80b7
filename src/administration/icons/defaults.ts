import type { Db } from '../../db/connection.ts';
import { containers, iconsOf } from '../../services/icons.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { choice, type Errors, parseFields } from '../../web/fields.ts';
import { worded } from '../settings/values.ts';
import { type Act, holdNames } from './images.ts';
import { allIcons } from './options.ts';

/** What stands where nothing is chosen. */
export const defaultFields = {
  service: choice('Icône par défaut des services', 'icons'),
  category: choice('Icône par défaut des catégories', 'icons'),
};

export const setDefaults = (db: Db, body: unknown, { actorId, now }: Act): Promise<Errors | null> =>
  db.transaction(async (trx) => {
    await holdNames(trx);
    const icons = await iconsOf(trx);
    const options = allIcons(icons);
    const parsed = parseFields(defaultFields, body, { icons: options });
    if (!parsed.ok) return parsed.errors;
    const changed = containers.filter((container) => parsed.input[container] !== icons.defaults[container]);
    for (const container of changed)
      await trx('iconDefaults').insert({ container, icon: parsed.input[container] }).onConflict('container').merge();
    const what = { serviceId: null, version: null, about: 'Icônes', actorId, at: now };
    await logChanges(
      trx,
      what,
      changed.map((container) => ({
        setting: defaultFields[container].label,
        before: worded(defaultFields[container], icons.defaults[container], options),
        after: worded(defaultFields[container], parsed.input[container], options),
      })),
    );
    return null;
  });
