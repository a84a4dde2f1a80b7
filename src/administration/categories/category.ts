import type { Request } from 'express';
import { z } from 'zod';
import type { Db, Transaction } from '../../db/connection.ts';
import { type AdministeredService, type Administrator, administered } from '../../services/administered.ts';
import { NotFound } from '../../web/errors.ts';
import { serviceIdOf } from '../service-tabs.ts';

export interface Category {
  id: number;
  serviceId: number;
  parentId: number | null;
  label: string;
  longLabel: string;
  confidential: boolean;
  inheritsMembers: boolean;
  redirectsTo: number | null;
  position: number;
  version: number;
}

const columns = [
  'id',
  'serviceId',
  'parentId',
  'label',
  'longLabel',
  'confidential',
  'inheritsMembers',
  'redirectsTo',
  'position',
  'version',
];

const categoryParams = z.object({ category: z.coerce.number().int().positive().max(2_147_483_647) });
const unknown = () => new NotFound('Cette catégorie n’existe pas dans ce service.');

/** The numbers in the address: of the service and of one of its categories. */
export function placeOf(req: Request): { service: number; category: number } {
  const params = categoryParams.safeParse(req.params);
  if (!params.success) throw unknown();
  return { service: serviceIdOf(req), category: params.data.category };
}

/** A category of this service; that of another one does not exist here. */
export async function categoryOf(db: Db, { service, category }: { service: number; category: number }) {
  const found: Category | undefined = await db('categories').where({ id: category, serviceId: service }).first(columns);
  if (found === undefined) throw unknown();
  return found;
}

/** The same for who changes it: the privilege is asked, and the service locked until the end. */
export async function lockedCategory(
  trx: Transaction,
  person: Administrator,
  at: { service: number; category: number },
): Promise<{ service: AdministeredService; category: Category }> {
  const service = await administered(trx, person, at.service, 'manage-categories', { lock: true });
  return { service, category: await categoryOf(trx, at) };
}

/** The last place among its sisters to come. */
export async function lastPosition(trx: Transaction, serviceId: number, parentId: number | null): Promise<number> {
  const found = await trx('categories').where({ serviceId, parentId }).max('position as position').first();
  return (found?.position ?? 0) + 1;
}
