import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Db, rows } from '../db/connection.ts';
import { type KnownPerson, knownBy, searchKnown } from '../people/known.ts';
import { plainWords } from '../people/plain-words.ts';
import { signedIn } from '../people/signed-in.ts';
import {
  anonymise,
  type Effect,
  foresee,
  type Known,
  knownOf,
  type Refusal,
  refusalOf,
  type Subject,
  subjectOf,
} from '../personal-data/anonymise.ts';
import { NotFound } from '../web/errors.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import type { Translate } from '../web/words.ts';

interface Done {
  at: Date;
  actor: string;
  count: number;
}

interface PeoplePage extends PageModel {
  query: string;
  /** Null until something is looked for. */
  people: readonly KnownPerson[] | null;
  more: boolean;
  done: readonly Done[];
}
const peoplePage = page<PeoplePage>('administration/people');

interface PersonPage extends PageModel {
  person: Subject;
  known: readonly Known[];
  refusal: string | null;
  /** What would change; null until it is asked for. */
  effect: Effect | null;
  /** What to type, to confirm. */
  key: string;
  typed: string;
}
const personPage = page<PersonPage>('administration/person');

interface PeopleDeps {
  db: Db;
  now: () => Date;
}

const mostShown = 30;

/** The last ones, of which nothing else is known. */
const lastDone = (db: Db) =>
  rows<Done>(
    db,
    `select a.at, p.display_name as actor, coalesce((select sum((k ->> 'count')::integer)
       from jsonb_array_elements(a.counts -> 'known') k), 0)::integer as count
     from anonymisations a join people p on p.id = a.actor_id order by a.id desc limit 10`,
  );

async function found(db: Db, query: string): Promise<KnownPerson[]> {
  const exact = await knownBy(db, query.trim());
  const named =
    plainWords(query).join('').length < 2 ? [] : await searchKnown(db, query, { staff: true, limit: mostShown + 1 });
  return [...exact, ...named.filter(({ id }) => !exact.some((one) => one.id === id))];
}

async function showPeople({ db }: PeopleDeps, req: Request, res: Response) {
  const query = typeof req.query.q === 'string' ? req.query.q.replace(/\p{Cc}+/gu, ' ').slice(0, 100) : '';
  const people = query.trim() === '' ? null : await found(db, query);
  peoplePage(res, {
    title: translatorOf(res)('Personnes'),
    current: 'administration',
    query,
    people: people?.slice(0, mostShown) ?? null,
    more: (people?.length ?? 0) > mostShown,
    done: await lastDone(db),
  });
}

function whyRefused(refusal: Refusal | null, t: Translate): string | null {
  switch (refusal?.kind) {
    case undefined:
      return null;
    case 'oneself':
      return t('Vous ne pouvez pas anonymiser votre propre compte : demandez-le à un autre administrateur.');
    case 'last-admin':
      return t('C’est le dernier administrateur : nommez-en un autre d’abord.');
    case 'handles':
      return t(
        'Cette personne gère encore {{count}} ticket ouvert ({{services}}) : assignez-les à quelqu’un d’autre, ou libérez-les d’abord.',
        {
          count: refusal.count,
          services: refusal.services.join(', '),
        },
      );
  }
}

const personParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });

async function subjectAsked({ db }: PeopleDeps, req: Request): Promise<Subject> {
  const params = personParams.safeParse(req.params);
  const person = params.success ? await subjectOf(db, params.data.id) : null;
  if (person === null) throw new NotFound('Cette personne n’est pas connue, ou a été anonymisée.');
  return person;
}

interface Showing {
  effect?: Effect | null;
  typed?: string;
  fault?: string;
}

async function showPerson(
  { db }: PeopleDeps,
  res: Response,
  person: Subject,
  { effect = null, typed = '', fault }: Showing = {},
) {
  const t = translatorOf(res);
  const model: PersonPage = {
    title: t('Anonymiser {{name}}', { name: person.name }),
    current: 'administration',
    person,
    known: effect?.known ?? (await knownOf(db, person.id)),
    refusal: whyRefused(await refusalOf(db, person, signedIn(res).id), t),
    effect,
    key: person.login ?? person.mail ?? person.name,
    typed,
    ...(fault === undefined ? {} : { errors: [{ field: 'confirmation', message: fault }] }),
  };
  personPage(res, model, fault === undefined ? 200 : 422);
}

/** The page with what would change; a refusal is said by the page itself. */
async function showEffect(deps: PeopleDeps, res: Response, person: Subject, showing: Showing = {}) {
  const result = await foresee(deps.db, { personId: person.id, actorId: signedIn(res).id }, deps.now());
  return showPerson(deps, res, person, { ...showing, effect: result.ok ? result.effect : null });
}

const confirmation = z.object({ confirmation: z.string().max(400) }).catch({ confirmation: '' });
const same = (typed: string, wanted: string) => typed.trim().toLowerCase() === wanted.trim().toLowerCase();

async function act(deps: PeopleDeps, req: Request, res: Response) {
  const person = await subjectAsked(deps, req);
  const { confirmation: typed } = confirmation.parse(req.body);
  const key = person.login ?? person.mail ?? person.name;
  const t = translatorOf(res);
  if (!same(typed, key)) {
    const fault = t('Tapez exactement « {{key}} » pour confirmer.', { key });
    return showEffect(deps, res, person, { typed, fault });
  }
  const result = await anonymise(deps.db, { personId: person.id, actorId: signedIn(res).id }, deps.now());
  if (!result.ok) return showPerson(deps, res, person);
  flash(req, { tone: 'ok', text: t('La personne est anonymisée : plus rien ne dit qui elle était.') });
  res.redirect(303, '/administration/people');
}

/** People as administrators find them, to anonymise who asks for it or has left. */
export function peopleAdministrationRoutes(deps: PeopleDeps) {
  const router = routes('admin');
  router.get('/administration/people', (req, res) => showPeople(deps, req, res));
  router.get('/administration/people/:id', async (req, res) => showPerson(deps, res, await subjectAsked(deps, req)));
  router.post('/administration/people/:id', async (req, res) => {
    if (req.body.intent === 'anonymise') return act(deps, req, res);
    return showEffect(deps, res, await subjectAsked(deps, req));
  });
  return router;
}
