import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { DirectoryDown, TooBroad } from '../people/directory/connection.ts';
import type { Directory, Located } from '../people/directory/directory.ts';
import { signedIn } from '../people/signed-in.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { type KnownOfPerson, knownOf, type QueueState, queueState } from './person-known.ts';
import { type MailSettings, sendTestMail } from './test-mail.ts';

interface Probe {
  people: readonly Located[];
  more: boolean;
  server: string | null;
  ms: number;
  /** Why there is no answer, in words to translate. */
  fault: string | null;
}

interface UtilitiesPage extends PageModel {
  queue: QueueState;
  hasDirectory: boolean;
  asked: { directory: string; person: string };
  probe: Probe | null;
  known: readonly KnownOfPerson[] | null;
}

const here = '/administration/utilities';
const utilitiesPage = page<UtilitiesPage>('administration/utilities');
const word = z.string().trim().max(100).catch('');
const query = z.object({ directory: word, person: word });

const faultOf = (error: unknown): string => {
  if (error instanceof TooBroad) return 'L’annuaire a renoncé : trop de personnes répondent.';
  if (error instanceof DirectoryDown) return 'Aucun serveur de l’annuaire ne répond.';
  throw error;
};

async function probed(directory: Directory, text: string): Promise<Probe> {
  const started = performance.now();
  const since = () => Math.round(performance.now() - started);
  try {
    const { people, more, server } = await directory.probe(text);
    return { people, more, server, ms: since(), fault: null };
  } catch (error) {
    return { people: [], more: false, server: null, ms: since(), fault: faultOf(error) };
  }
}

export interface UtilityDeps {
  db: Db;
  directory: Directory | null;
  mail: MailSettings;
}

async function show({ db, directory }: UtilityDeps, req: Request, res: Response) {
  const asked = query.parse(req.query);
  utilitiesPage(res, {
    title: translatorOf(res)('Utilitaires'),
    current: 'utilities',
    queue: await queueState(db),
    hasDirectory: directory !== null,
    asked,
    probe: directory === null || asked.directory === '' ? null : await probed(directory, asked.directory),
    known: asked.person === '' ? null : await knownOf(db, asked.person),
  });
}

async function sendMail({ mail }: UtilityDeps, req: Request, res: Response) {
  const t = translatorOf(res);
  const person = signedIn(res);
  const { ok, said } = await sendTestMail(mail, person, t);
  const text = ok
    ? t('Le serveur a accepté le courriel pour {{address}} : {{said}}', { address: person.mail ?? '', said })
    : t('Le courriel n’est pas parti : {{said}}', { said });
  flash(req, { tone: ok ? 'ok' : 'err', text });
  res.redirect(303, here);
}

/** « Utilitaires »: trying what the application depends on, and seeing what it knows. For administrators. */
export function utilityRoutes(deps: UtilityDeps) {
  const router = routes('admin');
  router.get(here, (req, res) => show(deps, req, res));
  router.post(`${here}/mail`, (req, res) => sendMail(deps, req, res));
  router.get(`${here}/mail`, (_req, res) => res.redirect(303, here));
  return router;
}
