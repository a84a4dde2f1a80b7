import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { type Reason, roleOf } from '../monitoring/audience.ts';
import { leading, newsFor } from '../monitoring/news.ts';
import { historyOf } from '../tickets/history.ts';
import { plainText } from '../web/rich-text.ts';
import { renderTemplate } from '../web/views.ts';
import { asRead, type Reader } from './reader.ts';
import type { MailSettings, MailTools, Rendered } from './render.ts';

export const togetherLetterName = 'tickets-passed-on';

const aboutTickets = z.object({
  batch: z.uuid(),
  tickets: z.array(z.object({ id: z.number().int(), reason: z.string() })).min(1),
  /** A manager acted on many tickets at once; else the tickets of one manager were passed on. */
  managers: z.boolean().default(false),
});
type About = z.infer<typeof aboutTickets>;

/** One ticket of the mail, as its reader may read it now. */
interface Line {
  id: number;
  subject: string;
  service: string;
  /** « Ada Lovelace a ré-assigné le ticket à … » */
  deed: string;
  message: string;
  subjectWord: string;
}

/** Beyond, a mail helps nobody: the dashboard has them all. */
const mostLines = 50;

async function lineOf(db: Db, { batch, tickets }: About, place: number, reader: Reader, t: MailTools['t'], now: Date) {
  const wanted = tickets[place];
  const read = wanted && (await asRead(db, { ticketId: wanted.id, batch }, reader, now));
  if (!wanted || !read) return null;
  const { situation } = read;
  const news = newsFor(read.batch, roleOf[wanted.reason as Reason], situation.standing);
  const told = new Set(news.map((one) => one.eventId));
  const [entry] = (await historyOf(db, situation, { t, batch })).filter(({ id }) => told.has(id));
  if (entry === undefined) return null;
  const { id, subject, service } = situation.ticket;
  const deed = `${entry.author?.name ?? t('L’application')} ${entry.sentence}`;
  const subjectWord = leading(news)?.action.subjectWord ?? '';
  return { id, subject, service, deed, message: plainText(entry.message ?? ''), subjectWord };
}

/** The words above the lines, by what happened to them. */
const words = ({ managers, tickets }: About, { service, subjectWord }: Line, name: string, t: MailTools['t']) => {
  const count = tickets.length;
  return managers
    ? {
        subject: t('[{{word}} {{service}}] {{count}} ticket à la fois', { word: t(subjectWord), service, count }),
        title: t('{{count}} ticket a changé à la fois', { count }),
        opening: t('Bonjour {{name}}, voici ce qui a été fait de plusieurs tickets à la fois :', { name }),
      }
    : {
        subject: t('[assignation {{service}}] Des tickets changent de gestionnaire', { service }),
        title: t('Des tickets changent de gestionnaire'),
        opening: t('Bonjour {{name}}, ces tickets changent de gestionnaire :', { name }),
      };
};

const plain = (subject: string, opening: string, lines: readonly Line[], ends: readonly string[], publicUrl: string) =>
  [
    subject,
    opening,
    ...lines.map(({ id, subject: about, deed, message }) =>
      [`n°${id} ${about}`, deed, ...(message === '' ? [] : [message]), `${publicUrl}/tickets/${id}`].join('\n'),
    ),
    ...ends,
  ].join('\n\n');

/** One mail about all the tickets that changed hands together, as its reader may read them when it leaves. */
export async function writeTogether(
  db: Db,
  reader: Reader,
  about: unknown,
  tools: MailTools,
  { settings, now }: { settings: MailSettings; now: Date },
): Promise<Rendered | { dropped: string }> {
  const wanted = aboutTickets.parse(about);
  const { t } = tools;
  const lines: Line[] = [];
  for (let place = 0; place < wanted.tickets.length && lines.length < mostLines; place++) {
    const line = await lineOf(db, wanted, place, reader, t, now);
    if (line !== null) lines.push(line);
  }
  const [first] = lines;
  if (first === undefined) return { dropped: 'nothing left to read' };
  const { applicationName, institution, publicUrl } = settings;
  const { subject, title, opening } = words(wanted, first, reader.name, t);
  const why =
    reader.kind === 'mailbox'
      ? t('Cette boîte reçoit un seul courriel pour tous ces tickets, au titre de la surveillance additionnelle.')
      : t('Vous recevez un seul courriel pour tous ces tickets, que vous suivez ou dont vous êtes chargé.');
  const more = wanted.tickets.length > mostLines;
  const preferences = reader.kind === 'mailbox' ? null : `${publicUrl}/preferences`;
  const model = { subject, title, opening, why, preferences, lines, more, publicUrl, applicationName, institution };
  const ends = [
    ...(more ? [`${t('et d’autres tickets')} :\n${publicUrl}/tickets`] : []),
    why,
    ...(preferences === null ? [] : [`${t('Changer ce que je reçois')} :\n${preferences}`]),
  ];
  return {
    subject,
    html: await renderTemplate('emails/together', { ...model, ...tools }, true),
    text: plain(subject, opening, lines, ends, publicUrl),
  };
}
