import { randomUUID } from 'node:crypto';
import type { SendingSettings } from '../mail/settings.ts';
import { openPost } from '../mail/transport.ts';
import type { Person } from '../people/person.ts';
import type { Translate } from '../web/words.ts';

export interface MailSettings {
  smtpUrl: string | null;
  sending: SendingSettings;
  mailFrom: string;
  publicUrl: string;
  applicationName: string;
}

const told = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Sends a mail to this person by the relay, now and without the queue. Answers what the relay said. */
export async function sendTestMail(
  { smtpUrl, sending, mailFrom, publicUrl, applicationName }: MailSettings,
  { displayName, mail }: Pick<Person, 'displayName' | 'mail'>,
  t: Translate,
): Promise<{ ok: boolean; said: string }> {
  if (!mail) return { ok: false, said: t('Votre compte n’a pas d’adresse.') };
  if (smtpUrl === null) return { ok: false, said: t('Aucun serveur de courriel n’est configuré.') };
  const post = openPost(smtpUrl, sending);
  const text = t('Ce courriel d’essai de {{name}} est bien arrivé : il n’y a rien à faire.', { name: applicationName });
  try {
    const sent = await post.send({
      from: mailFrom,
      to: { name: displayName, address: mail },
      subject: t('Courriel d’essai de {{name}}', { name: applicationName }),
      text,
      html: `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
      messageId: `<test.${randomUUID()}@${new URL(publicUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    const { response } = (sent ?? {}) as { response?: string };
    return { ok: true, said: response ?? '' };
  } catch (error) {
    return { ok: false, said: told(error) };
  } finally {
    post.close();
  }
}
