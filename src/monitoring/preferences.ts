import type { Request, Response } from 'express';
import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import {
  alertnessWords,
  hours,
  levels,
  lineWords,
  readManagerForm,
  type ServiceView,
  serviceView,
} from './manager-form.ts';
import { type ManagerSettings, managerSettings, storeManagerSettings } from './manager-settings.ts';
import { type ForetoldMail, mailsForetold } from './preview.ts';
import { reportSections, reportSectionWords } from './report.ts';

interface ManagerPreferencesPage extends PageModel {
  settings: ManagerSettings;
  services: readonly ServiceView[];
  /** Null until it is asked for. */
  foretold: readonly ForetoldMail[] | null;
  wording: typeof formWords;
}

const formWords = {
  alertness: alertnessWords,
  line: lineWords,
  section: reportSectionWords,
  sections: reportSections,
  levels,
  hours,
};
const managerPreferencesPage = page<ManagerPreferencesPage>('monitoring/manager-preferences');

interface PreferenceDeps {
  db: Db;
  now: () => Date;
}

const show = (
  res: Response,
  settings: ManagerSettings,
  foretold: readonly ForetoldMail[] | null = null,
  status = 200,
) =>
  managerPreferencesPage(
    res,
    {
      title: translatorOf(res)('Préférences, Mode Gestionnaire'),
      current: 'preferences',
      settings,
      services: settings.services.map(serviceView),
      foretold,
      wording: formWords,
    },
    status,
  );

async function receive({ db, now }: PreferenceDeps, req: Request, res: Response) {
  const person = signedIn(res);
  const settings = await managerSettings(db, person.id);
  const form = readManagerForm(settings, req.body);
  const t = translatorOf(res);
  if (form === null) {
    flash(req, { tone: 'err', text: t('Une des valeurs n’est pas proposée : rien n’a été enregistré.') });
    return res.redirect(303, '/preferences/manager');
  }
  const { wishes, services } = form;
  if (req.body.intent === 'preview') {
    const typed = settings.services.map((service) => ({ ...service, ...services.get(service.id) }));
    return show(res, { ...wishes, services: typed }, await mailsForetold(db, person.id, wishes, typed, now()));
  }
  await db.transaction((trx) => storeManagerSettings(trx, person.id, wishes, services));
  flash(req, { tone: 'ok', text: t('Vos préférences ont été mises à jour.') });
  return res.redirect(303, '/preferences/manager');
}

/** « Préférences, Mode Gestionnaire »: what a manager hears of each of his services, and when. */
export function managerPreferenceRoutes(deps: PreferenceDeps) {
  const router = routes('manager');
  router.get('/preferences/manager', async (_req, res) => show(res, await managerSettings(deps.db, signedIn(res).id)));
  router.post('/preferences/manager', (req, res) => receive(deps, req, res));
  return router;
}
