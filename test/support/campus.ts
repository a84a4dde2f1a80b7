import type { Db } from '../../src/db/connection.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from './rows.ts';

/**
 * A small university: Léa files tickets, Marc and Nadia manage the service DNUM, Paul manages it without any privilege,
 * Rose manages another service, Zoé has nothing to do with any of it.
 */
export async function aCampus(db: Db) {
  const people = {
    lea: await aPerson(db, { login: 'lea', name: 'Léa Martin' }),
    marc: await aPerson(db, { login: 'marc', name: 'Marc Nguyễn' }),
    nadia: await aPerson(db, { login: 'nadia', name: 'Nadia El Amrani' }),
    paul: await aPerson(db, { login: 'paul', name: 'Paul Sansdroit' }),
    rose: await aPerson(db, { login: 'rose', name: 'Rose D’Ailleurs' }),
    zoe: await aPerson(db, { login: 'zoe', name: 'Zoé Passante' }),
    gil: await aPerson(db, { login: 'gil', name: 'Gil Invité' }),
  };
  const dnum = await aService(db, { label: 'DNUM', longLabel: 'Direction du numérique' });
  const library = await aService(db, { label: 'BU', longLabel: 'Bibliothèque universitaire' });
  const wifi = await aCategory(db, dnum.id, { label: 'Wifi', longLabel: 'Accès au wifi', help: 'Réseau sans fil' });
  const loans = await aCategory(db, library.id, { label: 'Prêts', longLabel: 'Prêts de livres' });
  const { lea, marc, nadia, paul, rose } = people;
  await aManager(db, dnum.id, marc.id);
  await aManager(db, dnum.id, nadia.id);
  await aManager(db, dnum.id, paul.id, []);
  await aManager(db, library.id, rose.id);
  return {
    ...people,
    dnum,
    library,
    wifi,
    loans,
    /** A ticket that Léa has filed about the wifi. */
    ticketOfLea: (facts: Partial<Parameters<typeof aTicket>[1]> = {}) =>
      aTicket(db, { serviceId: dnum.id, categoryId: wifi.id, ownerId: lea.id, ...facts }),
  };
}

export type Campus = Awaited<ReturnType<typeof aCampus>>;
