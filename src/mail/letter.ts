import { type Db, rows } from '../db/connection.ts';
import { type Because, type Reason, roleOf } from '../monitoring/audience.ts';
import { leading, type News, newsFor } from '../monitoring/news.ts';
import type { EmailName } from '../tickets/actions/define.ts';
import { offeredActions } from '../tickets/actions/index.ts';
import { historyOf } from '../tickets/history.ts';
import { actionPath } from '../tickets/menus.ts';
import type { HistoryEntry } from '../tickets/pages.ts';
import { personView } from '../tickets/people-shown.ts';
import type { Situation } from '../tickets/situation.ts';
import { statusWords } from '../tickets/ticket.ts';
import type { DateWords } from '../web/dates.ts';
import { plainText } from '../web/rich-text.ts';
import type { Translate } from '../web/words.ts';
import { emails, linkLabels } from './emails.ts';
import { asRead, type Reader } from './reader.ts';
import { titleOf, type Why, whyOf } from './reasons.ts';

/** A mail to write: which, why, to whom. */
export interface Errand {
  name: EmailName;
  reason: Reason;
  because: Because | null;
  ticketId: number;
  batch: string;
  reader: Reader;
}

/** The line of a manager's settings, as the queued mail keeps it. */
export const becauseOf = (about: unknown): Because | null =>
  typeof about === 'object' && about !== null && 'line' in about ? (about as Because) : null;

export interface Link {
  label: string;
  href: string;
}

export interface Message {
  html: string;
  text: string;
  signature: string;
  files: readonly { name: string; size: number; href: string }[];
}

/** All that a mail says, in the reader's language, of what the reader may know. Its views only lay it out. */
export interface Letter {
  mailSubject: string;
  title: string;
  /** « Bonjour …, … a clos le ticket : » */
  opening: string;
  ticket: { id: number; subject: string; href: string; status: string };
  messages: readonly Message[];
  main: Link;
  also: readonly Link[];
  properties: readonly { label: string; value: string }[];
  /** « Sans réponse de votre part… »; null where no answer is awaited. */
  deadline: string | null;
  why: Why;
}

export interface LetterTools {
  db: Db;
  publicUrl: string;
  now: Date;
  language: 'fr' | 'en';
  t: Translate;
  when: DateWords['when'];
  day(date: Date): string;
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();

const subjectOf = (lead: News, { ticket }: Situation, t: Translate) =>
  oneLine(`[${t(lead.action.subjectWord)} ${ticket.service} n°${ticket.id}] ${ticket.subject}`);

const authorOf = (entry: HistoryEntry | undefined, t: Translate) => entry?.author?.name ?? t('L’application');

const lists = { fr: new Intl.ListFormat('fr'), en: new Intl.ListFormat('en') };

/** « Ada Lovelace a créé le ticket et l’application a assigné le ticket à … »: an author is named once for all his deeds. */
function openingOf(entries: readonly HistoryEntry[], { reader }: Errand, { t, language }: LetterTools) {
  const deeds = entries.map((entry, rank) => {
    const author = entry.author?.name ?? null;
    const known = rank === 0 || author === (entries[rank - 1]?.author?.name ?? null);
    return known ? entry.sentence : `${author ?? t('l’application')} ${entry.sentence}`;
  });
  const opening = { name: reader.name, author: authorOf(entries[0], t), deeds: lists[language].format(deeds) };
  return t('Bonjour {{name}}, {{author}} {{deeds}} :', opening);
}

const messageOf = (entry: HistoryEntry, { publicUrl, t, when }: LetterTools): Message => ({
  html: entry.message ?? '',
  text: plainText(entry.message ?? ''),
  signature: `${authorOf(entry, t)}, ${when(entry.at)}`,
  files: entry.files
    .filter(({ href }) => href !== '')
    .map(({ name, size, href }) => ({ name, size, href: publicUrl + href })),
});

const worthShowing = ({ message, files }: HistoryEntry) => message !== null || files.some(({ href }) => href !== '');

/** Links open a form, ready to be confirmed, and only for what this reader may do now. */
function linksOf({ name }: Errand, situation: Situation, { publicUrl, t }: LetterTools): Link[] {
  const offered = offeredActions(situation);
  const taken = situation.ticket.handlerId !== null;
  const links = emails[name].actions
    .filter((wanted) => !(taken && wanted.startsWith('take-charge')))
    .flatMap((wanted) => offered.find((action) => action.name === wanted) ?? [])
    .map((action) => ({
      label: t(linkLabels[action.name] ?? action.label),
      href: publicUrl + actionPath(situation.ticket.id, action.name),
    }));
  return links.length > 0
    ? links
    : [{ label: t('Voir le ticket'), href: `${publicUrl}/tickets/${situation.ticket.id}` }];
}

/** What becomes of a closure that its owner leaves without an answer, and when: the application approves, or it expires. */
async function deadlineOf({ name, reason }: Errand, { ticket }: Situation, { db, t, day }: LetterTools) {
  if (name !== 'closure-to-approve' || reason !== 'owner' || ticket.status !== 'closed') return null;
  const [settings] = await rows<{ approvalDays: number; expiryDays: number }>(
    db,
    'select approval_days, expiry_days from category_settings(:category)',
    { category: ticket.categoryId },
  );
  const { approvalDays = 0, expiryDays = 0 } = settings ?? {};
  const approved = approvalDays > 0 && (expiryDays === 0 || approvalDays <= expiryDays);
  const days = approved ? approvalDays : expiryDays;
  if (days === 0) return null;
  const date = day(new Date(ticket.lastActionAt.getTime() + days * 86_400_000));
  return approved
    ? t('Sans réponse de votre part, la clôture sera approuvée le {{date}}.', { date })
    : t('Sans réponse de votre part, le ticket expirera le {{date}}.', { date });
}

const propertiesOf = (situation: Situation, t: Translate) => {
  const { service, category, owner, handler } = situation.ticket;
  return [
    { label: t('Catégorie'), value: `${service} - ${category}` },
    { label: t('Propriétaire'), value: personView(owner, situation, t).name },
    { label: t('Gestionnaire'), value: handler === null ? t('aucun') : personView(handler, situation, t).name },
  ];
};

const ticketOf = ({ ticket }: Situation, { publicUrl, t }: LetterTools) => ({
  id: ticket.id,
  subject: oneLine(ticket.subject),
  href: `${publicUrl}/tickets/${ticket.id}`,
  status: t(statusWords[ticket.status].label),
});

/** The mail as this reader may read it now; otherwise why there is none to send any more. */
export async function writeLetter(errand: Errand, tools: LetterTools): Promise<Letter | { dropped: string }> {
  const { db, t } = tools;
  const read = await asRead(db, errand, errand.reader, tools.now);
  if (read === null) return { dropped: 'may not open the ticket any more' };
  const { batch, situation } = read;
  const role = roleOf[errand.reason];
  const news = newsFor(batch, role, situation.standing);
  const lead = leading(news);
  if (lead === undefined) return { dropped: 'nothing left to read' };
  const told = new Set(news.map(({ eventId }) => eventId));
  const entries = (await historyOf(db, situation, { t, batch: errand.batch })).filter(({ id }) => told.has(id));
  const [main, ...also] = linksOf(errand, situation, tools) as [Link, ...Link[]];
  return {
    mailSubject: subjectOf(lead, situation, t),
    title: t(titleOf(errand.name, errand.reason)),
    opening: openingOf(entries, errand, tools),
    ticket: ticketOf(situation, tools),
    messages: entries.filter(worthShowing).map((entry) => messageOf(entry, tools)),
    main,
    also,
    properties: propertiesOf(situation, t),
    deadline: await deadlineOf(errand, situation, tools),
    why: whyOf(errand, { ...tools, ticket: situation.ticket }),
  };
}
