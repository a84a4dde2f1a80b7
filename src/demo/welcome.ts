import type { Config } from '../config.ts';
import type { StandIns } from './parts.ts';
import type { Prepared } from './prepare.ts';

type People = Prepared['people'];

const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));

function table(people: People): string[] {
  const [login, name] = [widest(people.map((person) => person.login)), widest(people.map((person) => person.name))];
  return people.map((person) => `    ${person.login.padEnd(login)}  ${person.name.padEnd(name)}  ${person.canDo}`);
}

const signingIn = (people: People, casUrl: string, config: Config) => {
  if (config.cas !== null) return [`  People sign in through ${casUrl}`];
  if (people.length === 0) return ['  The database has no demonstration people; DEMO=1 npm start fills an empty one.'];
  return [
    '  Sign in as one of these, or as anybody of the list that the sign-in page shows (no password):',
    '',
    ...table(people),
  ];
};

/** What a newcomer needs to know once everything runs. */
export const welcome = (
  config: Config,
  { casUrl, smtpUrl, mailboxUrl }: StandIns,
  { people }: Prepared,
  seconds: number,
) =>
  [
    '',
    `  ${config.applicationName} is ready (${seconds.toFixed(1)} s): ${config.publicUrl}`,
    '',
    ...signingIn(people, casUrl, config),
    '',
    mailboxUrl === null ? `  Mails leave through ${new URL(smtpUrl).host}` : `  The mails that it sends: ${mailboxUrl}`,
    `  Everything is kept in ${config.dataDir}. Ctrl-C stops everything.`,
    '',
  ].join('\n');
