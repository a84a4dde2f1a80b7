import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { refreshDelays } from '../tickets/dashboard/refresh.ts';
import { checkbox, choice, parseFields, type RenderedField, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';

const startPages = [
  { value: 'home', label: 'Accueil' },
  { value: 'tickets', label: 'Tableau de bord' },
  { value: 'new-ticket', label: 'Créer un ticket' },
  { value: 'search', label: 'Recherche' },
  { value: 'bookmarks', label: 'Signets/Historique' },
];
const managersPage = { value: 'journal', label: 'Journal' };

const refreshOptions = refreshDelays.map(({ minutes, label }) => ({ value: String(minutes), label }));
const refreshField = {
  listRefresh: choice('Actualiser le tableau de bord', refreshOptions, { help: 'En mode Gestionnaire.' }),
};

const fieldsFor = (isManager: boolean) => ({
  language: choice('Langue', [
    { value: 'fr', label: 'Français' },
    { value: 'en', label: 'English' },
  ]),
  startPage: choice('Page de démarrage', isManager ? [...startPages, managersPage] : startPages, {
    help: 'Celle qui s’ouvre après la connexion.',
  }),
  showsFilingHelp: checkbox('Montrer l’aide au choix à l’ajout d’un nouveau ticket'),
  ...refreshField,
  shortcuts: checkbox('Raccourcis clavier', {
    help: 'Des touches seules agissent sur les pages : « ? » les montre sur le tableau de bord.',
  }),
  hearsOwn: checkbox('Surveiller mes propres tickets'),
  hearsInvited: checkbox('Surveiller les tickets pour lesquels je suis invité'),
  hearsBookmarked: checkbox('Surveiller les tickets enregistrés en signet'),
  hearsExpiry: checkbox('Recevoir les alertes d’expiration des tickets'),
});

const isMonitoring = ({ name }: RenderedField) => name.startsWith('hears');

interface UserPreferencesPage extends PageModel {
  identity: { name: string; login: string | null; mail: string | null };
  behaviour: readonly RenderedField[];
  monitoring: readonly RenderedField[];
  showsModes: boolean;
}
const userPreferencesPage = page<UserPreferencesPage>('monitoring/user-preferences');

const asTyped = (value: unknown) => (typeof value === 'boolean' ? (value ? 'on' : '') : String(value));

/** « Préférences, Mode Utilisateur ». */
export function userPreferenceRoutes({ db }: { db: Db }) {
  const router = routes('signed-in');
  router.get('/preferences', async (_req, res) => {
    const { id, displayName, login, mail, manages } = signedIn(res);
    const fields = fieldsFor(manages.length > 0);
    const stored = await db('people').where({ id }).first(Object.keys(fields));
    const body = Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, asTyped(value)]));
    const drawn = renderFields(fields, { body });
    userPreferencesPage(res, {
      title: translatorOf(res)('Préférences, Mode Utilisateur'),
      current: 'preferences',
      identity: { name: displayName, login, mail },
      behaviour: drawn.filter((field) => !isMonitoring(field)),
      monitoring: drawn.filter(isMonitoring),
      showsModes: manages.length > 0,
    });
  });

  router.post('/preferences', async (req, res) => {
    const parsed = parseFields(fieldsFor(signedIn(res).manages.length > 0), req.body);
    const t = translatorOf(res);
    if (parsed.ok)
      await db('people')
        .where({ id: signedIn(res).id })
        .update(parsed.input);
    flash(
      req,
      parsed.ok
        ? { tone: 'ok', text: t('Vos préférences ont été mises à jour.') }
        : { tone: 'err', text: t('Une des valeurs n’est pas proposée : rien n’a été enregistré.') },
    );
    res.redirect(303, '/preferences');
  });

  // « Ne plus montrer cette aide », from where it is shown
  router.post('/preferences/filing-help', async (req, res) => {
    await db('people')
      .where({ id: signedIn(res).id })
      .update({ showsFilingHelp: false });
    flash(req, {
      tone: 'ok',
      text: translatorOf(res)('Cette aide ne sera plus montrée ; vos préférences la rétablissent.'),
    });
    res.redirect(303, '/tickets/new');
  });
  router.get('/preferences/filing-help', (_req, res) => res.redirect(303, '/tickets/new'));
  // what is chosen on the list itself
  router.post('/preferences/lists', async (req, res) => {
    const parsed = parseFields(refreshField, req.body);
    if (parsed.ok)
      await db('people')
        .where({ id: signedIn(res).id })
        .update(parsed.input);
    res.redirect(303, '/tickets');
  });
  return router;
}
