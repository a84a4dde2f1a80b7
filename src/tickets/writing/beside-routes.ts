import { z } from 'zod';
import { signedIn } from '../../people/signed-in.ts';
import { NotFound } from '../../web/errors.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { openCategory } from '../filing-form.ts';
import { type TicketDeps, visibleSituation } from '../opened.ts';
import { type Audience, audienceWords } from '../visibility.ts';
import { cannedResponse } from './canned-responses.ts';
import { filingReaders } from './filing-readers.ts';
import { lastAudience } from './form-facts.ts';
import { presenceWords, signOfLife } from './presence.ts';
import { candidatesOf, readersSentence, readersWarning } from './readers.ts';

const audience = z
  .string()
  .refine((text): text is Audience => Object.hasOwn(audienceWords, text))
  .catch('managers-owner-guests');
const number = z.coerce.number().int().positive().max(2_147_483_647);

/** What the scripts ask while somebody writes about a ticket. */
export function besideRoutes(deps: TicketDeps) {
  const { db } = deps;
  const router = routes('signed-in');
  router.get('/tickets/new/:category/readers', async (req, res) => {
    const category = await openCategory(deps, req.params.category, signedIn(res));
    const { visibility } = req.query;
    const sentence = await filingReaders(db, category, { person: signedIn(res), visibility, t: translatorOf(res) });
    res.json({ sentence, warning: '' });
  });

  router.get('/tickets/:id/readers', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    const t = translatorOf(res);
    const chosen = audience.parse(req.query.audience);
    const [candidates, last] = await Promise.all([candidatesOf(db, situation), lastAudience(db, situation)]);
    const warning = readersWarning(situation, chosen, last);
    res.json({
      sentence: readersSentence(candidates, situation, chosen, t),
      warning: warning === null ? '' : t(warning),
    });
  });

  router.get('/tickets/:id/canned-responses/:response', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    const id = number.safeParse(req.params.response);
    const html = id.success ? await cannedResponse(db, situation, id.data, signedIn(res).displayName) : null;
    if (html === null) throw new NotFound('Cette réponse enregistrée n’existe pas, ou n’est pas pour ce service.');
    res.json({ html });
  });

  router.post('/tickets/:id/presence', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    const writing = (req.body as { writing?: unknown } | undefined)?.writing === '1';
    res.json({ said: presenceWords(await signOfLife(db, situation, writing), translatorOf(res)) });
  });
  return router;
}
