import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { type ServiceFields, serviceForm, serviceSubject, settleService } from './service-settings.ts';
import { type ServicePage, serviceIdOf, servicePage } from './service-tabs.ts';
import { changeSettings, type SettingsPage, type SettingsPart, settingsPart, showSettings } from './settings/answer.ts';
import { merged, rowOf } from './settings/settle.ts';

const propertiesPage = page<ServicePage & SettingsPart>('services/properties');

const settingsOf = (db: Db): SettingsPage<ServiceFields> => ({
  async show(req, res, shown, status = 200) {
    const id = serviceIdOf(req);
    const frame = await servicePage(db, translatorOf(res), { person: signedIn(res), id, tab: '/properties' });
    const form = await serviceForm(db, id);
    const row = await rowOf(db, serviceSubject(id), form.fields);
    propertiesPage(res, { ...frame, ...settingsPart(form, row, shown) }, status);
  },
  settle: (req, request) => settleService(db, serviceIdOf(req), request),
  merged: async (req, sent) => {
    const id = serviceIdOf(req);
    return merged(db, serviceSubject(id), await serviceForm(db, id), sent);
  },
  done: 'Les propriétés du service sont modifiées.',
});

/** The tab « Propriétés »: read by every manager of the service, changed by who has the privilege. */
export function servicePropertyRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('staff');
  const settings = settingsOf(db);
  router.get('/services/:id/properties', (req, res) => showSettings(settings, req, res));
  router.post('/services/:id/properties', (req, res) => changeSettings(settings, now(), req, res));
  return router;
}
