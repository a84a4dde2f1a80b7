import type { Letter, Link, Message } from './letter.ts';
import type { MailSettings, MailTools } from './render.ts';

const colon = ({ language }: MailTools) => (language === 'fr' ? '\u00a0:' : ':');

const link = ({ label, href }: Link, tools: MailTools) => `${label}${colon(tools)}\n${href}`;

const quoted = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

const message = ({ text, signature, files }: Message, { size }: MailTools) =>
  [
    ...(text === '' ? [] : [quoted(text)]),
    ...files.map((file) => `> ${file.name} (${size(file.size)}) ${file.href}`),
    `> ${signature}`,
  ].join('\n');

/** The same letter for who reads mail as text. */
export const plainLetter = (
  letter: Letter,
  tools: MailTools,
  { applicationName, institution }: Pick<MailSettings, 'applicationName' | 'institution'>,
): string =>
  [
    letter.title,
    `${letter.opening} ${letter.ticket.subject}`,
    ...letter.messages.map((each) => message(each, tools)),
    ...(letter.deadline === null ? [] : [letter.deadline]),
    ...[letter.main, ...letter.also].map((each) => link(each, tools)),
    [
      `TICKET n°${letter.ticket.id} - ${letter.ticket.status}`,
      ...letter.properties.map(({ label, value }) => `${label}${colon(tools)} ${value}`),
      letter.ticket.href,
    ].join('\n'),
    [
      '-- ',
      letter.why.rule === null ? letter.why.text : `${letter.why.text} (« ${letter.why.rule} »)`,
      link(letter.why, tools),
      tools.t('Les réponses à cette adresse ne sont pas lues : répondez depuis le ticket.'),
      `${applicationName} - ${institution}`,
    ].join('\n'),
  ].join('\n\n');
