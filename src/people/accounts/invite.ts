import { rows, type Transaction } from '../../db/connection.ts';
import { isMailAddress } from '../mail-address.ts';
import { askForLink } from './links.ts';

const remindAfterMs = 24 * 60 * 60 * 1000;

/**
 * The outsider of an address that nobody of the institution has, made if need be; who has not proved the address yet is
 * sent a link to do so, once a day at most, and nothing else. To be called where the installation allows outsiders.
 */
export async function inviteOutsider(trx: Transaction, mail: string, now: Date): Promise<{ id: number }> {
  if (!isMailAddress(mail)) throw new Error('An outsider is invited by a mail address');
  const [person] = await rows<{ id: number; verified: boolean; asked: boolean }>(
    trx,
    `insert into people as p (kind, display_name, mail, created_at) values ('external', :mail, :mail, :now)
     on conflict (lower(mail)) where kind = 'external' do update set mail = p.mail
     returning id, mail_verified_at is not null as verified,
       exists (select 1 from account_links l where l.mail = lower(:mail) and l.created_at > :since) as asked`,
    { mail: mail.toLowerCase(), now, since: new Date(now.getTime() - remindAfterMs) },
  );
  if (person === undefined) throw new Error('The outsider could not be written');
  if (!person.verified && !person.asked) await askForLink(trx, { mail, purpose: 'invitation', language: 'fr' }, now);
  return { id: person.id };
}
