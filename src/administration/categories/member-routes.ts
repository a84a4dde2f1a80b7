import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import { flash } from '../../web/flash.ts';
import { page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { ServicePage } from '../service-tabs.ts';
import { type Category, placeOf } from './category.ts';
import { changeMembers, effectiveMembers, type Member, type MemberAct, managersIn, ownMembers } from './members.ts';
import { categoryFrame } from './properties.ts';

interface MembersPage extends ServicePage {
  category: Category;
  members: readonly Member[];
  /** Managers of the service who are not members yet. */
  others: readonly Member[];
}

const membersPage = page<MembersPage>('services/categories/members');

async function show(db: Db, req: Request, res: Response) {
  const frame = await categoryFrame(db, req, res, signedIn(res));
  const { id, inheritsMembers, label } = frame.category;
  const members = inheritsMembers ? await effectiveMembers(db, id) : await ownMembers(db, id);
  const managers = await managersIn(db, frame.service.id);
  membersPage(res, {
    ...frame,
    title: translatorOf(res)('Membres de la catégorie {{label}}', { label }),
    members,
    others: managers.filter((manager) => !members.some((member) => member.id === manager.id)),
  });
}

const personId = z.coerce.number().int().positive().max(2_147_483_647);
const sent = z
  .union([
    z.object({ act: z.enum(['inherit', 'own', 'all']) }).transform(({ act }): MemberAct => ({ kind: act })),
    z
      .object({ act: z.literal('add'), person: personId })
      .transform(({ person }): MemberAct => ({ kind: 'add', person })),
    z
      .object({ act: z.templateLiteral([z.enum(['remove', 'up', 'down']), ':', z.int().positive()]) })
      .transform(({ act }): MemberAct => {
        const [kind, person] = act.split(':');
        return { kind: kind as 'remove' | 'up' | 'down', person: Number(person) };
      }),
  ])
  .nullable()
  .catch(null);

async function change(db: Db, now: Date, req: Request, res: Response) {
  const act = sent.parse(req.body);
  if (act !== null) {
    await changeMembers(db, { person: signedIn(res), at: placeOf(req), act, now });
    flash(req, { tone: 'ok', text: translatorOf(res)('Les membres sont modifiés.') });
  }
  // where one was, for who goes on with the keyboard
  res.redirect(303, act !== null && 'person' in act ? `${req.path}#member-${act.person}` : `${req.path}#members`);
}

/** The members of a category: read by every manager of the service, changed by who has the privilege. */
export function categoryMemberRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('staff');
  const path = '/services/:id/categories/:category/members';
  router.get(path, (req, res) => show(db, req, res));
  router.post(path, (req, res) => change(db, now(), req, res));
  return router;
}
