import { rows } from '../db/connection.ts';
import type { Reason } from '../monitoring/audience.ts';
import type { EmailName } from '../tickets/actions/define.ts';
import { renderTemplate } from '../web/views.ts';
import { becauseOf, type Errand, type Letter, type LetterTools, writeLetter } from './letter.ts';
import type { MailSettings, MailTools, Rendered } from './render.ts';

interface Held {
  name: EmailName;
  reason: Reason;
  about: unknown;
  ticketId: number;
  batch: string;
}

interface DigestLine {
  id: number;
  subject: string;
  href: string;
  status: string;
  /** What happened to it, each thing once. */
  news: string[];
}

/** Past these, the digest says how many more there are. */
const mostMails = 300;
const mostLines = 100;

const heldSql = `
  select name, reason, about, ticket_id, batch from emails where digest_id = :digest order by id limit :most`;

/** The letters as each would have been written now: what the reader may not open any more is left out. */
async function lettersOf(digest: number, reader: Errand['reader'], tools: LetterTools): Promise<Letter[]> {
  const held = await rows<Held>(tools.db, heldSql, { digest, most: mostMails });
  const letters: Letter[] = [];
  for (const { about, ...mail } of held) {
    const letter = await writeLetter({ ...mail, because: becauseOf(about), reader }, tools);
    if (!('dropped' in letter)) letters.push(letter);
  }
  return letters;
}

function linesOf(letters: readonly Letter[]): DigestLine[] {
  const lines = new Map<number, DigestLine>();
  for (const { ticket, title } of letters) {
    const line = lines.get(ticket.id) ?? { ...ticket, news: [] };
    if (!line.news.includes(title)) line.news.push(title);
    lines.set(ticket.id, line);
  }
  return [...lines.values()];
}

const plainDigest = (subject: string, intro: string, lines: readonly DigestLine[], more: string | null, page: string) =>
  [
    subject,
    intro,
    ...lines.map(
      ({ id, subject: about, status, news, href }) => `n°${id} ${about} - ${status}\n${news.join(' ; ')}\n${href}`,
    ),
    ...(more === null ? [] : [more]),
    page,
  ].join('\n\n');

/** What came too fast to be told one by one: the tickets, what happened to each, and links. */
export async function writeDigest(
  digest: number,
  reader: Errand['reader'],
  tools: LetterTools & MailTools,
  settings: MailSettings,
): Promise<Rendered | { dropped: string }> {
  const { t } = tools;
  const lines = linesOf(await lettersOf(digest, reader, tools));
  if (lines.length === 0) return { dropped: 'nothing left to read' };
  const { applicationName, institution, publicUrl } = settings;
  const subject = t('[récapitulatif] {{count}} ticket a changé', { count: lines.length });
  const intro = t(
    'Bonjour {{name}}, beaucoup de choses ont changé en une heure ; voici le reste en un seul courriel.',
    {
      name: reader.name,
    },
  );
  const shown = lines.slice(0, mostLines);
  const more =
    lines.length > shown.length ? t('et {{count}} autre ticket', { count: lines.length - shown.length }) : null;
  const model = { subject, intro, lines: shown, more, publicUrl, applicationName, institution };
  return {
    subject,
    html: await renderTemplate('emails/digest', { ...model, ...tools }, true),
    text: plainDigest(subject, intro, shown, more, `${t('Changer ce que je reçois')} :\n${publicUrl}/preferences`),
  };
}
