import { type Db, rows } from '../../db/connection.ts';
import type { Situation } from '../situation.ts';

export interface CannedTitle {
  id: number;
  title: string;
  family: 'person' | 'service' | 'all';
}

/** Which responses are offered to `:person`: his, those of the service, those of all. */
export const offeredSql = (ofService: string) =>
  `(person_id = :person or ${ofService} or (person_id is null and service_id is null))`;

const ofTicket = offeredSql('service_id = :service');

/** The titles offered, when `:manages`, his first; of a service when `:service` is known. */
export const cannedTitlesSql = `
  coalesce((select json_agg(json_build_object('id', id, 'title', title, 'family',
      case when person_id is not null then 'person' when service_id is not null then 'service' else 'all' end)
      order by person_id is null, service_id is null, position, title, id)
    from canned_responses where :manages and ${ofTicket}), '[]')`;

/** What may stand between double braces in a canned response. */
export const cannedWords = ['propriétaire', 'numéro', 'gestionnaire', 'signature'] as const;
type CannedWord = (typeof cannedWords)[number];

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;

const isKnown = (word: string): word is CannedWord => (cannedWords as readonly string[]).includes(word);

/** The words between double braces that stand for nothing: said to who writes the response. */
export const unknownWords = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(placeholder)].map(([, word = '']) => word.normalize('NFC')).filter((word) => !isKnown(word)),
  ),
];

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The names of an anonymous service are not put in what the owner will read. */
const meanings = ({ ticket }: Situation, writer: string): Record<CannedWord, string> => ({
  propriétaire: ticket.owner.name,
  numéro: String(ticket.id),
  gestionnaire: ticket.anonymous ? ticket.service : (ticket.handler?.name ?? ticket.service),
  signature: ticket.anonymous ? ticket.service : writer,
});

/** The text of a response, its words replaced by what they stand for. One that stands for nothing stays as it is. */
export const withMeanings = (html: string, values: Record<CannedWord, string>): string =>
  html.replace(placeholder, (whole, word: string) => {
    const known = word.normalize('NFC');
    return isKnown(known) ? escaped(values[known]) : whole;
  });

/** What somebody has typed for several tickets, as it is to be read on one of them. */
export const filledIn = (html: string, situation: Situation, writer: string): string =>
  withMeanings(html, meanings(situation, writer));

/** The response of this number, filled in, if it is offered to this manager of the service; else null. */
export async function cannedResponse(db: Db, situation: Situation, id: number, writer: string): Promise<string | null> {
  const { ticket, standing } = situation;
  if (!standing.manages) return null;
  const [found] = await rows<{ messageHtml: string }>(
    db,
    `select message_html from canned_responses where id = :id and ${ofTicket}`,
    { id, person: standing.personId, service: ticket.serviceId },
  );
  return found === undefined ? null : filledIn(found.messageHtml, situation, writer);
}
