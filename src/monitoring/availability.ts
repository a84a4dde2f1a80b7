import { type Db, rows, type Transaction } from '../db/connection.ts';
import { availabilityFields } from '../services/availability-fields.ts';
import { changeManager, type Warned } from '../services/manager-changes.ts';
import { type ManagerRow, managerOf } from '../services/managers.ts';
import { changedSince, type Since } from '../services/since.ts';
import { type Errors, type Fields, parseFields, type RenderedField, renderFields } from '../web/fields.ts';

/** The availability of a manager in one of his services, where he may set it. */
export interface OwnAvailability {
  serviceId: number;
  available: boolean;
  rate: number;
  version: number;
}

export const ownAvailabilities = (db: Db, personId: number) =>
  rows<OwnAvailability>(
    db,
    `select m.service_id, m.available, m.rate, m.version from service_managers m
     where m.person_id = :personId and m.privileges && '{set-own-availability,manage-managers}'
     order by m.service_id`,
    { personId },
  );

const namesOf = (id: number) => ({ available: `available-${id}`, rate: `rate-${id}`, version: `version-${id}` });

const fieldsOf = ({ serviceId }: OwnAvailability): Fields => {
  const { available, rate } = namesOf(serviceId);
  return { [available]: availabilityFields.available, [rate]: availabilityFields.rate };
};

/** As the page of preferences draws it. */
export interface AvailabilityView {
  serviceId: number;
  fields: readonly RenderedField[];
  /** Name and value of the version shown. */
  version: { name: string; value: number };
  since: readonly Since[];
}

interface Shown {
  body?: unknown;
  errors?: Errors;
  since?: ReadonlyMap<number, readonly Since[]>;
}

export const availabilityView = (own: OwnAvailability, { body, errors = {}, since }: Shown = {}): AvailabilityView => {
  const { available, rate, version } = namesOf(own.serviceId);
  const start = { [available]: own.available ? 'on' : '', [rate]: String(own.rate) };
  return {
    serviceId: own.serviceId,
    fields: renderFields(fieldsOf(own), { ...(body === undefined ? {} : { body }), start, errors }),
    version: { name: version, value: own.version },
    since: since?.get(own.serviceId) ?? [],
  };
};

export type AvailabilityWishes = Map<number, Pick<OwnAvailability, 'available' | 'rate' | 'version'>>;

/** What the form says of each; a service whose fields were not sent stays as it is. */
export function readAvailabilities(own: readonly OwnAvailability[], body: Record<string, unknown>) {
  const wishes: AvailabilityWishes = new Map();
  const errors: Errors = {};
  for (const one of own) {
    const names = namesOf(one.serviceId);
    const version = Number(body[names.version]);
    if (!Number.isSafeInteger(version)) continue;
    const parsed = parseFields(fieldsOf(one), body);
    if (!parsed.ok) Object.assign(errors, parsed.errors);
    else {
      const { [names.available]: available, [names.rate]: rate } = parsed.input;
      wishes.set(one.serviceId, { available, rate: Number(rate), version });
    }
  }
  return { wishes, errors };
}

type Stored = { kind: 'done'; warnings: Warned[] } | { kind: 'stale'; since: Map<number, readonly Since[]> };

const differs = (manager: ManagerRow, { available, rate }: { available: boolean; rate: number }) =>
  manager.available !== available || manager.rate !== rate;

/** Nothing is written when somebody else changed one of them since the form was shown: then what he changed is answered. */
export async function storeAvailabilities(
  trx: Transaction,
  personId: number,
  wishes: AvailabilityWishes,
  now: Date,
): Promise<Stored> {
  const since = new Map<number, readonly Since[]>();
  const changed: [ManagerRow, { available: boolean; rate: number }][] = [];
  for (const [serviceId, { version, ...wanted }] of wishes) {
    const manager = await managerOf(trx, serviceId, personId, { lock: true });
    if (!differs(manager, wanted)) continue;
    if (manager.version === version) changed.push([manager, wanted]);
    else since.set(serviceId, await changedSince(trx, { serviceId, personId, version }));
  }
  if (since.size > 0) return { kind: 'stale', since };
  const warnings: Warned[] = [];
  for (const [manager, wanted] of changed) {
    const { warning } = await changeManager(trx, manager, wanted, { actorId: personId, now });
    if (warning !== null) warnings.push(warning);
  }
  return { kind: 'done', warnings };
}
