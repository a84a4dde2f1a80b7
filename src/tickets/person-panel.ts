import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Db, rows } from '../db/connection.ts';
import { affiliationWord } from '../people/affiliations.ts';
import { DirectoryDown } from '../people/directory/connection.ts';
import type { Directory } from '../people/directory/directory.ts';
import { hue, initials } from '../people/names.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { latestOf } from './lists.ts';
import type { TicketDeps } from './opened.ts';
import type { TicketLine } from './pages.ts';
import { readerBindings, visibleSql } from './visibility.ts';

interface PanelPerson {
  id: number;
  login: string | null;
  name: string;
  mail: string | null;
  kind: 'cas' | 'external';
  affiliations: string[];
  entity: string | null;
  unlisted: boolean;
  leftAt: Date | null;
  isAdmin: boolean;
  services: string[];
  /** Those of his services where the reader manages the managers. */
  handovers: { id: number; label: string }[];
}

interface PersonPanel extends PageModel {
  person: PanelPerson & { initials: string; hue: number; affiliation: string | null };
  facts: readonly { label: string; values: readonly string[] }[];
  directoryIsDown: boolean;
  lines: readonly TicketLine[];
}
const personPanel = page<PersonPanel>('people/show');

/** Somebody of a ticket that this manager (or administrator) may open in a service of his; nobody else can be looked at. */
const panelSql = `
  select p.id, p.login, p.display_name as name, p.mail, p.kind, p.affiliations, p.entity, p.unlisted, p.left_at, p.is_admin,
    array(select s.label from service_managers m join services s on s.id = m.service_id
      where m.person_id = p.id order by s.label) as services,
    array(select jsonb_build_object('id', s.id, 'label', s.label)
      from service_managers m join services s on s.id = m.service_id
      where m.person_id = p.id and (:admin or exists (
        select 1 from service_managers r
        where r.service_id = s.id and r.person_id = :person and 'manage-managers' = any (r.privileges)))
      order by s.label) as handovers
  from people p
  where p.id = :id and exists (
    select 1 from tickets t
    where t.id in (
        select id from tickets where owner_id = :id
        union all select id from tickets where handler_id = :id
        union all select ticket_id from ticket_guests where person_id = :id)
      and (:admin or t.service_id in (select service_id from service_managers where person_id = :person))
      and ${visibleSql})`;

const panelPerson = async (db: Db, id: number, bindings: Record<string, unknown>) =>
  (await rows<PanelPerson>(db, panelSql, { ...bindings, id }))[0] ?? null;

/** What the institution chose to show, of people who are not unlisted. */
async function factsOf(directory: Directory | null, { login, unlisted }: PanelPerson) {
  if (directory === null || login === null || unlisted) return { facts: [], directoryIsDown: false };
  try {
    const [found] = (await directory.byLogin(login)).filter((one) => one.login === login && !one.unlisted);
    const facts = directory.facts.map(({ attribute, label }) => ({ label, values: found?.facts[attribute] ?? [] }));
    return { facts: facts.filter(({ values }) => values.length > 0), directoryIsDown: false };
  } catch (error) {
    if (error instanceof DirectoryDown) return { facts: [], directoryIsDown: true };
    throw error;
  }
}

async function show({ db, people }: TicketDeps, req: Request, res: Response) {
  const reader = signedIn(res);
  const t = translatorOf(res);
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(req.params.id);
  const person = id.success ? await panelPerson(db, id.data, readerBindings(reader)) : null;
  if (person === null) throw new NotFound();
  const [affiliation] = person.affiliations;
  const shown = { ...person, initials: initials(person.name), hue: hue(person.name) };
  personPanel(res, {
    title: t('Informations sur {{name}}', { name: person.name }),
    current: 'tickets',
    person: { ...shown, affiliation: affiliation === undefined ? null : affiliationWord(affiliation, t) },
    ...(await factsOf(people.directory, person)),
    lines: await latestOf(db, reader, person.id, 10),
  });
}

export function personPanelRoutes(deps: TicketDeps) {
  const router = routes('staff');
  router.get('/people/:id', (req, res) => show(deps, req, res));
  return router;
}
