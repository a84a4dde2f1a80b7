import type { Request, Response } from 'express';
import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import type { Warned } from '../services/manager-changes.ts';
import type { Since } from '../services/since.ts';
import type { Errors, RenderedField } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import {
  type AvailabilityView,
  availabilityView,
  type OwnAvailability,
  ownAvailabilities,
  readAvailabilities,
  storeAvailabilities,
} from './availability.ts';
import {
  alertnessWords,
  hours,
  levelMeanings,
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
  availabilities: readonly AvailabilityView[];
  /** For the list of errors. */
  fields: readonly RenderedField[];
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
  meanings: levelMeanings,
  hours,
};
const here = '/preferences/manager';
const managerPreferencesPage = page<ManagerPreferencesPage>('monitoring/manager-preferences');

interface PreferenceDeps {
  db: Db;
  now: () => Date;
}

interface Shown {
  settings: ManagerSettings;
  own: readonly OwnAvailability[];
  foretold?: readonly ForetoldMail[];
  body?: unknown;
  errors?: Errors;
  since?: ReadonlyMap<number, readonly Since[]>;
}

function show(res: Response, { settings, own, foretold, errors = {}, ...typed }: Shown) {
  const availabilities = own.map((one) => availabilityView(one, { ...typed, errors }));
  const model: ManagerPreferencesPage = {
    title: translatorOf(res)('Préférences, Mode Gestionnaire'),
    current: 'preferences',
    settings,
    services: settings.services.map(serviceView),
    availabilities,
    foretold: foretold ?? null,
    wording: formWords,
    fields: availabilities.flatMap(({ fields }) => fields),
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
  };
  managerPreferencesPage(res, model, typed.since !== undefined ? 409 : model.errors?.length ? 422 : 200);
}

async function receive({ db, now }: PreferenceDeps, req: Request, res: Response) {
  const person = signedIn(res);
  const [settings, own] = await Promise.all([managerSettings(db, person.id), ownAvailabilities(db, person.id)]);
  const form = readManagerForm(settings, req.body);
  if (form === null) {
    const text = translatorOf(res)('Une des valeurs n’est pas proposée : rien n’a été enregistré.');
    flash(req, { tone: 'err', text });
    return res.redirect(303, here);
  }
  const { wishes, services } = form;
  const availability = readAvailabilities(own, req.body);
  const typed = settings.services.map((service) => ({ ...service, ...services.get(service.id) }));
  const shown = { settings: { ...wishes, services: typed }, own, body: req.body };
  if (Object.keys(availability.errors).length > 0) return show(res, { ...shown, errors: availability.errors });
  if (req.body.intent === 'preview')
    return show(res, { ...shown, foretold: await mailsForetold(db, person, wishes, typed, now()) });
  const stored = await db.transaction(async (trx) => {
    const result = await storeAvailabilities(trx, person.id, availability.wishes, now());
    if (result.kind === 'done') await storeManagerSettings(trx, person.id, wishes, services);
    return result;
  });
  if (stored.kind === 'stale') return show(res, { ...shown, since: stored.since });
  return tellStored(req, res, stored.warnings);
}

function tellStored(req: Request, res: Response, warnings: readonly Warned[]) {
  const t = translatorOf(res);
  flash(req, { tone: 'ok', text: t('Vos préférences ont été mises à jour.') });
  for (const { text, values } of warnings) flash(req, { tone: 'warn', text: t(text, values) });
  res.redirect(303, here);
}

async function showStored({ db }: PreferenceDeps, res: Response) {
  const { id } = signedIn(res);
  const [settings, own] = await Promise.all([managerSettings(db, id), ownAvailabilities(db, id)]);
  show(res, { settings, own });
}

/** « Préférences, Mode Gestionnaire »: what a manager hears of each of his services, and when. */
export function managerPreferenceRoutes(deps: PreferenceDeps) {
  const router = routes('manager');
  router.get(here, (_req, res) => showStored(deps, res));
  router.post(here, (req, res) => receive(deps, req, res));
  return router;
}
