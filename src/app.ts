import path from 'node:path';
import compression from 'compression';
import express, { type Express } from 'express';
import type pg from 'pg';
import type { Logger } from 'pino';
import { administratorRoutes } from './administration/administrator-routes.ts';
import { cannedResponseRoutes } from './administration/canned/routes.ts';
import { categoryActRoutes } from './administration/categories/act-routes.ts';
import { categoryMemberRoutes } from './administration/categories/member-routes.ts';
import { categoryPropertyRoutes } from './administration/categories/properties.ts';
import { categoryRoutes } from './administration/categories/routes.ts';
import { clockRoutes } from './administration/clock.ts';
import { hubRoutes } from './administration/hub.ts';
import { iconRoutes } from './administration/icons/routes.ts';
import { importRoutes } from './administration/import-routes.ts';
import { leavingRoutes } from './administration/leaving-routes.ts';
import { managerRoutes } from './administration/manager-routes.ts';
import { namingRoutes } from './administration/naming-routes.ts';
import { newServiceRoutes } from './administration/new-service.ts';
import { peopleAdministrationRoutes } from './administration/people-routes.ts';
import { serviceOrderRoutes } from './administration/service-order.ts';
import { servicePropertyRoutes } from './administration/service-properties.ts';
import { serviceRemovalRoutes } from './administration/service-removal.ts';
import { serviceRoutes } from './administration/service-routes.ts';
import { utilityRoutes } from './administration/utility-routes.ts';
import { visibilityRoutes } from './administration/visibility/routes.ts';
import type { Config } from './config.ts';
import type { Db } from './db/connection.ts';
import { alertsOf } from './mail/alerts.ts';
import { mailRoutes } from './mail/routes.ts';
import { managerPreferenceRoutes } from './monitoring/preferences.ts';
import { reportRoutes } from './monitoring/report-page.ts';
import { watchRoutes } from './monitoring/routes.ts';
import { userPreferenceRoutes } from './monitoring/user-preferences.ts';
import type { DirectoryMail } from './people/accounts/merge.ts';
import { outsiderRoutes } from './people/accounts/routes.ts';
import { directoryMail, openDirectory } from './people/directory/directory.ts';
import type { PeopleSources } from './people/find.ts';
import { askOnce } from './people/gateway.ts';
import { giveBackInterrupted, keepInterrupted } from './people/interrupted.ts';
import { personOfSessionSql, storeLanguage } from './people/person.ts';
import { personSearchRoutes } from './people/search-routes.ts';
import { signInRoutes } from './people/sign-in.ts';
import { loadPerson } from './people/signed-in.ts';
import { singleLogoutRoute } from './people/single-logout.ts';
import { dataRoutes } from './personal-data/routes.ts';
import { workOutShown } from './services/visibility/shown.ts';
import { actionRoutes } from './tickets/action-routes.ts';
import { attachmentRoutes } from './tickets/attachment-routes.ts';
import { prepareFiles } from './tickets/attachments.ts';
import { bookmarkRoutes } from './tickets/bookmarks/routes.ts';
import { bulkDraftRoutes } from './tickets/bulk/draft-routes.ts';
import { bulkRoutes } from './tickets/bulk/routes.ts';
import { deepLinkRoutes } from './tickets/deep-links/routes.ts';
import { journalRoutes } from './tickets/journal/routes.ts';
import { newTicketRoutes } from './tickets/new-routes.ts';
import type { TicketDeps } from './tickets/opened.ts';
import { personPanelRoutes } from './tickets/person-panel.ts';
import { ticketRoutes } from './tickets/routes.ts';
import { searchRoutes } from './tickets/search/routes.ts';
import { readingRoutes, tabRoutes } from './tickets/tabs/routes.ts';
import { originWords, priorityWords, statusWords } from './tickets/ticket.ts';
import { audienceWords, visibilityWords } from './tickets/visibility.ts';
import { besideRoutes } from './tickets/writing/beside-routes.ts';
import { draftRoutes } from './tickets/writing/draft-routes.ts';
import { assetsMiddleware } from './web/assets.ts';
import { brandPath, brandRoutes } from './web/brand.ts';
import { refuseForeignWrites } from './web/csrf.ts';
import { errorPages, notFound } from './web/error-pages.ts';
import { frames } from './web/frame.ts';
import { healthPaths, healthRoutes } from './web/health.ts';
import { helpRoutes } from './web/help.ts';
import { requestLog } from './web/log.ts';
import { preferenceRoutes } from './web/preferences.ts';
import { limitWrites } from './web/rate-limit.ts';
import { assertRightsStated } from './web/routes.ts';
import { security } from './web/security.ts';
import { sessions } from './web/session.ts';
import { setUpViews } from './web/views.ts';

export interface AppDeps {
  db: Db;
  pgPool: pg.Pool;
  config: Config;
  now: () => Date;
  log: Logger;
  /** In place of what the directory says. */
  directoryMail?: DirectoryMail;
}

const words = {
  status: statusWords,
  priority: priorityWords,
  visibility: visibilityWords,
  audience: audienceWords,
  origin: originWords,
};

const setUpPages = (app: Express, { config, now }: AppDeps) => {
  const { applicationName, institution, timeZone, cachesTemplates: cache } = config;
  const brandStylesheet = config.brandStylesheet === null ? null : brandPath;
  setUpViews(app, { applicationName, institution, timeZone, now, words, cache, brandStylesheet });
};

const peopleSources = ({ db, config, now, log }: AppDeps): PeopleSources => {
  const report = (error: unknown, url: string) => log.warn({ err: error, url }, 'the directory does not answer');
  const directory = config.directory && openDirectory(config.directory, report);
  return { db, now, log, directory, outsiders: config.outsiders };
};

/** The address of an account, on the word of the directory alone; without one, nobody's is known. */
const directoryAddress =
  ({ directory }: PeopleSources): DirectoryMail =>
  async (login) =>
    directory ? directoryMail(directory, login) : null;

const ticketDeps = async ({ db, now, config }: AppDeps, people: PeopleSources): Promise<TicketDeps> => {
  const dir = path.join(config.dataDir, 'files');
  const files = { dir, incoming: await prepareFiles(dir), ...config.files };
  return { db, now, timeZone: config.timeZone, people, publicUrl: config.publicUrl, alertsOf, files };
};

/** The whole portal, as the web process serves it and as the tests meet it. */
export async function createApp(deps: AppDeps): Promise<Express> {
  const { db, pgPool, config, now, log } = deps;
  if (config.cas === null)
    throw new Error('CAS_URL is missing: set it, or run `npm start`, which brings its own CAS server.');
  const { publicUrl } = config;
  const people = peopleSources(deps);
  const { outsiders, cas } = config;
  const addressOf = deps.directoryMail ?? directoryAddress(people);
  const { directory } = people;
  const signIn = { db, publicUrl, casUrl: cas.url, cas, outsiders, directory, directoryMail: addressOf, now, log };
  const tickets = await ticketDeps(deps, people);

  const app = express();
  app.set('trust proxy', config.trustProxy);
  app.disable('x-powered-by');
  // each page has a nonce of its own: no browser could use the digest of one; files have the etag of their date and size
  app.set('etag', () => undefined);
  setUpPages(app, deps);

  app.use(healthRoutes({ db }));
  app.use(requestLog(log));
  app.use(security({ publicUrl, casUrl: config.cas.url, formOrigins: config.formOrigins }));
  app.use(
    frames({
      applicationName: config.applicationName,
      institution: config.institution,
      catchAll: config.sending.catchAll,
      demo: config.demoMailboxUrl === null ? null : { mailbox: config.demoMailboxUrl },
    }),
  );
  app.use('/assets', assetsMiddleware());
  app.use(compression({ level: 4 }));
  if (config.brandStylesheet !== null) app.use(brandRoutes(config.brandStylesheet));
  app.use(singleLogoutRoute({ db, log }));
  app.use(refuseForeignWrites(publicUrl));
  app.use(sessions({ pgPool, publicUrl, secrets: config.sessionSecrets, log, beside: personOfSessionSql }));
  app.use(loadPerson);
  app.use(workOutShown(db));
  app.use(limitWrites({ quiet: /^\/tickets\/.*\/(draft|presence)$/ }));
  app.use(giveBackInterrupted);
  app.use(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 200 }));

  app.use(askOnce(signIn));
  app.use(signInRoutes(signIn));
  if (config.outsiders) app.use(outsiderRoutes({ db, now }));
  app.use(preferenceRoutes({ publicUrl, storeLanguage: (id, language) => storeLanguage(db, id, language) }));
  app.use(personSearchRoutes(people));
  app.use(personPanelRoutes(tickets));
  app.use(deepLinkRoutes(tickets));
  app.use(newTicketRoutes(tickets));
  app.use(actionRoutes(tickets));
  app.use(draftRoutes(tickets));
  app.use(bulkRoutes(tickets));
  app.use(bulkDraftRoutes(tickets));
  app.use(besideRoutes(tickets));
  app.use(attachmentRoutes(tickets));
  app.use(tabRoutes(tickets));
  app.use(readingRoutes(tickets));
  app.use(ticketRoutes(tickets));
  app.use(searchRoutes({ db, timeZone: config.timeZone }));
  app.use(bookmarkRoutes(tickets));
  app.use(journalRoutes({ db, timeZone: config.timeZone }));
  app.use(watchRoutes(tickets));
  app.use(userPreferenceRoutes({ db }));
  app.use(managerPreferenceRoutes({ db, now }));
  app.use(reportRoutes({ db }));
  app.use(mailRoutes({ db }));
  app.use(peopleAdministrationRoutes({ db, now }));
  app.use(dataRoutes({ db, now, dataDir: config.dataDir }));
  app.use(hubRoutes({ db }));
  app.use(administratorRoutes({ db, people, now }));
  app.use(importRoutes({ db, people, now, incoming: tickets.files.incoming }));
  app.use(iconRoutes({ db, now, incoming: tickets.files.incoming }));
  app.use(utilityRoutes({ db, directory: people.directory, mail: config }));
  app.use(clockRoutes({ db }));
  app.use(newServiceRoutes({ db, now }));
  app.use(serviceOrderRoutes({ db, now }));
  app.use(serviceRemovalRoutes({ db, now }));
  app.use(serviceRoutes({ db }));
  app.use(visibilityRoutes({ db, now, incoming: tickets.files.incoming }));
  app.use(cannedResponseRoutes({ db, now }));
  app.use(servicePropertyRoutes({ db, now }));
  app.use(namingRoutes(tickets));
  app.use(managerRoutes({ db, now }));
  app.use(categoryRoutes({ db, now }));
  app.use(categoryPropertyRoutes({ db, now, publicUrl }));
  app.use(categoryActRoutes({ db, now }));
  app.use(categoryMemberRoutes({ db, now }));
  app.use(leavingRoutes({ db, now }));
  app.use(helpRoutes(config.guides));
  assertRightsStated(app, healthPaths);

  app.use(notFound);
  app.use(keepInterrupted(publicUrl));
  app.use(errorPages(log));
  return app;
}
