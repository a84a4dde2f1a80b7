import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { checkMail, mailVariables, type SendingSettings, sendingSettings } from './mail/settings.ts';
import { addressList, type CasSettings, casSettings, casVariables, onOff } from './people/cas-settings.ts';
import {
  checkDirectory,
  type DirectorySettings,
  directorySettings,
  directoryVariables,
} from './people/directory/settings.ts';
import { secrets, whole } from './web/variables.ts';

export interface Config {
  production: boolean;
  /** Templates are compiled once; while one develops, at each page. */
  cachesTemplates: boolean;
  host: string;
  port: number;
  /** Where people reach the portal, without a slash at the end. */
  publicUrl: string;
  /** null, outside production only: `npm start` brings a stand-in. The same holds for `cas` and `smtpUrl`. */
  databaseUrl: string | null;
  cas: (CasSettings & { url: string }) | null;
  /** Origins, besides the portal and the CAS server, where a form may end: an identity provider behind the CAS server. */
  formOrigins: string[];
  /** People without an account of the institution may make one with their mail address. */
  outsiders: boolean;
  smtpUrl: string | null;
  /** null: people are found among those already known. */
  directory: DirectorySettings | null;
  mailFrom: string;
  sending: SendingSettings;
  /** Mails about tickets that one person gets in an hour, before the others are gathered in one; 0 is no limit. */
  mailHourlyCap: number;
  /** The first signs, all are accepted. */
  sessionSecrets: string[];
  dataDir: string;
  applicationName: string;
  institution: string;
  timeZone: string;
  /** Days after its last change when a ticket that ended is archived; 0 is never. */
  archiveDays: number;
  /** Addresses of the guides that the institution offers on the page « Aide ». */
  guides: { user: string | null; manager: string | null };
  /** A stylesheet of the institution, loaded after ours. */
  brandStylesheet: string | null;
  trustProxy: number | boolean;
  files: { count: number; sizeEach: number; total: number };
  demoMailboxUrl: string | null;
  logLevel: LogLevel;
}

const environments = ['production', 'development', 'test'] as const;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];
type Environment = Record<string, string | undefined>;

/** Every faulty variable with what to do about it; the message is meant for the operator, not the stack. */
class ConfigError extends Error {
  override name = 'ConfigError';
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');

const parsed = (url: string) => (URL.canParse(url) ? new URL(url) : null);

const address = (protocols: readonly string[], example: string) =>
  z
    .string({ error: `is missing: set it, for instance ${example}` })
    .refine((url) => protocols.includes(parsed(url)?.protocol ?? ''), {
      error: `must be an address that begins with ${protocols.map((name) => `${name}//`).join(' or ')}, for instance ${example}`,
    });

const pageAddress = (production: boolean, example: string) =>
  address(production ? ['https:'] : ['https:', 'http:'], example)
    .refine((url) => !parsed(url)?.search && !parsed(url)?.hash, { error: 'must have no query and no fragment' })
    .transform(withoutSlash);

const guideAddress = address(['https:', 'http:'], 'https://intranet.univ-exemple.fr/guide');

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

const variables = (production: boolean) => {
  const required = <S extends z.ZodType>(schema: S) => (production ? schema : schema.optional());
  const all = z.object({
    ...directoryVariables,
    NODE_ENV: z.enum(environments, { error: `must be one of ${environments.join(', ')}` }).optional(),
    HOST: z.string().default(production ? '0.0.0.0' : '127.0.0.1'),
    PORT: whole(1, 65535, 3000),
    PUBLIC_URL: required(pageAddress(production, 'https://assistance.univ-exemple.fr')),
    DATABASE_URL: required(address(['postgres:', 'postgresql:'], 'postgres://guichet:…@localhost:5432/guichet')),
    CAS_URL: required(pageAddress(production, 'https://cas.univ-exemple.fr/cas')),
    ...casVariables,
    FORM_ORIGINS: addressList(production ? ['https:'] : ['https:', 'http:']),
    OUTSIDERS: onOff('off'),
    SMTP_URL: required(address(['smtp:', 'smtps:'], 'smtp://relay.univ-exemple.fr:25')),
    MAIL_FROM: required(
      z
        .string({
          error: 'is missing: the sender of the mails, for instance "Assistance <assistance@univ-exemple.fr>"',
        })
        .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/, { error: 'must be a mail address, alone or as "Name <address>"' }),
    ),
    ...mailVariables,
    SESSION_SECRET: required(secrets),
    DATA_DIR: z.string().default('data'),
    APPLICATION_NAME: z.string().default('Assistance'),
    INSTITUTION: z.string().default(production ? 'Université' : 'Université de Vaucanson'),
    TIME_ZONE: z
      .string()
      .default('Europe/Paris')
      .refine(isTimeZone, { error: 'must be a time zone such as Europe/Paris' }),
    BRAND_STYLESHEET: z
      .string()
      .refine((file) => existsSync(file), { error: 'must be the path of a stylesheet that exists' })
      .optional(),
    HELP_USER_URL: guideAddress.optional(),
    HELP_MANAGER_URL: guideAddress.optional(),
    TRUST_PROXY: whole(0, 10, production ? 1 : 0),
    FILES_COUNT: whole(1, 50, 10),
    FILES_SIZE_MB: whole(1, 1000, 20),
    FILES_TOTAL_MB: whole(1, 5000, 60),
    ARCHIVE_DAYS: whole(0, 3650, 30),
    LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
    DEMO_MAILBOX_URL: pageAddress(false, 'http://localhost:3002').optional(),
  });
  return all.superRefine(checkDirectory).superRefine(checkMail);
};

type Variables = z.infer<ReturnType<typeof variables>>;

const toConfig = (production: boolean, env: Variables): Config => ({
  production,
  cachesTemplates: production || env.NODE_ENV === 'test',
  host: env.HOST,
  port: env.PORT,
  publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
  databaseUrl: env.DATABASE_URL ?? null,
  cas: env.CAS_URL === undefined ? null : { url: env.CAS_URL, ...casSettings(env) },
  formOrigins: env.FORM_ORIGINS.map((url) => new URL(url).origin),
  outsiders: env.OUTSIDERS,
  smtpUrl: env.SMTP_URL ?? null,
  directory: directorySettings(env),
  mailFrom: env.MAIL_FROM ?? `${env.APPLICATION_NAME} <assistance@univ-vaucanson.example>`,
  sending: sendingSettings(env),
  mailHourlyCap: env.MAIL_HOURLY_CAP,
  sessionSecrets: env.SESSION_SECRET ?? [randomBytes(32).toString('base64url')],
  dataDir: path.resolve(env.DATA_DIR),
  applicationName: env.APPLICATION_NAME,
  institution: env.INSTITUTION,
  timeZone: env.TIME_ZONE,
  brandStylesheet: env.BRAND_STYLESHEET === undefined ? null : path.resolve(env.BRAND_STYLESHEET),
  guides: { user: env.HELP_USER_URL ?? null, manager: env.HELP_MANAGER_URL ?? null },
  trustProxy: env.TRUST_PROXY,
  files: { count: env.FILES_COUNT, sizeEach: env.FILES_SIZE_MB * 1_000_000, total: env.FILES_TOTAL_MB * 1_000_000 },
  archiveDays: env.ARCHIVE_DAYS,
  demoMailboxUrl: production ? null : (env.DEMO_MAILBOX_URL ?? null),
  logLevel: env.LOG_LEVEL,
});

const faults = (error: z.ZodError) => {
  const first = new Map(error.issues.toReversed().map((issue) => [String(issue.path[0]), issue.message]));
  const lines = [...first].map(([name, message]) => `  ${name} ${message}`).toReversed();
  return ['The configuration cannot be used:', ...lines, 'See .env.example for what each variable means.'].join('\n');
};

const compiled = import.meta.url.endsWith('.js');

/** `npm run web` runs what was compiled: that is production, even where NODE_ENV was forgotten. */
const isProduction = (env: Environment) => (env.NODE_ENV || (compiled ? 'production' : 'development')) === 'production';

/** Reads the environment once. A variable that is empty counts as absent. Throws `ConfigError`. */
export function readConfig(env: Environment = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const production = isProduction(given);
  const result = variables(production).safeParse(given);
  if (!result.success) throw new ConfigError(faults(result.error));
  return toConfig(production, result.data);
}

/** For the entry points: a configuration that can be used, or a message and the end of the process. */
export function configOrExit(): Config {
  try {
    const config = readConfig(process.env);
    // express and others read it by themselves
    if (config.production) process.env.NODE_ENV = 'production';
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** The address of the database for a process that cannot do without one. */
export function databaseOrExit(config: Config): string {
  if (config.databaseUrl !== null) return config.databaseUrl;
  console.error('DATABASE_URL is missing: set it, or run `npm start`, which brings its own PostgreSQL.');
  process.exit(1);
}
