import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Db, rows } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { logChanges } from '../services/setting-changes.ts';
import { flash } from '../web/flash.ts';
import { translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { stepped } from '../web/stepped.ts';

interface Placed {
  id: number;
  label: string;
  longLabel: string;
}

const by = (name: 'label' | 'longLabel') => (all: readonly Placed[]) =>
  all.toSorted((one, other) => one[name].localeCompare(other[name], 'fr', { numeric: true }));

const sorts = {
  'by-label': { label: 'par intitulé court', of: by('label') },
  'by-long-label': { label: 'par intitulé', of: by('longLabel') },
  reverse: { label: 'inverser', of: (all: readonly Placed[]) => all.toReversed() },
};

/** What the buttons of the list may ask: a sort, or « up:3 », a step of one service. */
const asked = z.object({
  move: z
    .enum(Object.keys(sorts) as (keyof typeof sorts)[])
    .or(z.string().regex(/^(up|down):\d{1,9}$/))
    .nullable()
    .catch(null),
});

type Change = { serviceId: number | null; about: string; setting: string; before: string | null; after: string };

function reordered(all: readonly Placed[], move: string): { after: Placed[]; change: Change } | null {
  const { [move as keyof typeof sorts]: sort } = sorts;
  if (sort !== undefined)
    return {
      after: sort.of(all),
      change: { serviceId: null, about: 'Services', setting: 'Ordre des services', before: null, after: sort.label },
    };
  const [way, id] = [move.startsWith('up:') ? (-1 as const) : (1 as const), Number(move.split(':')[1])];
  const after = stepped(all, (one) => one.id === id, way);
  const [from, to] = [all, after].map((list) => list.findIndex((one) => one.id === id) + 1);
  const moved = all.find((one) => one.id === id);
  if (moved === undefined || from === to) return null;
  const words = { setting: 'Ordre', before: String(from), after: String(to) };
  return { after, change: { serviceId: id, about: moved.label, ...words } };
}

/** The order in which services are offered, for all who see them. */
const orderServices = (db: Db, move: string, { actorId, now }: { actorId: number; now: Date }) =>
  db.transaction(async (trx) => {
    await trx.raw("select pg_advisory_xact_lock(hashtext('order of services'))");
    const all = await rows<Placed>(trx, 'select id, label, long_label from services order by position, label, id');
    const done = reordered(all, move);
    if (done === null) return false;
    await rows(
      trx,
      `update services s set position = o.place
       from unnest(cast(:order as integer[])) with ordinality o(id, place) where s.id = o.id and s.position <> o.place`,
      { order: done.after.map(({ id }) => id) },
    );
    const { setting, before, after, ...what } = done.change;
    await logChanges(trx, { ...what, version: null, actorId, at: now }, [{ setting, before, after }]);
    return true;
  });

async function order(db: Db, now: Date, req: Request, res: Response) {
  const { move } = asked.parse(req.body ?? {});
  const moved = move !== null && (await orderServices(db, move, { actorId: signedIn(res).id, now }));
  const stepOf = move?.split(':')[1];
  if (moved && stepOf === undefined) flash(req, { tone: 'ok', text: translatorOf(res)('Les services sont classés.') });
  res.redirect(303, stepOf === undefined ? '/services' : `/services#service-${stepOf}`);
}

/** The arrows and the sorts of the list of services, for administrators. */
export function serviceOrderRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('admin');
  router.get('/services/order', (_req, res) => res.redirect(303, '/services'));
  router.post('/services/order', (req, res) => order(db, now(), req, res));
  return router;
}
