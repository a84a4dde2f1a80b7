import { renderTemplate } from '../web/views.ts';
import type { MailSettings, MailTools, Rendered } from './render.ts';

/** A mail that says one thing and has one link. */
export interface ShortLetter {
  title: string;
  opening: string;
  label: string;
  href: string;
  after: string;
}

export async function renderShortLetter(
  letter: ShortLetter,
  tools: MailTools,
  { applicationName, institution }: Pick<MailSettings, 'applicationName' | 'institution'>,
): Promise<Rendered> {
  const { title, opening, label, href, after } = letter;
  const signature = `-- \n${applicationName} - ${institution}`;
  return {
    subject: title,
    html: await renderTemplate('emails/account', { letter, applicationName, institution, ...tools }, true),
    text: [title, opening, `${label} :\n${href}`, after, signature].join('\n\n'),
  };
}
