import { dateWords, sizeWords } from '../web/dates.ts';
import { renderTemplate } from '../web/views.ts';
import { pageTranslator } from '../web/words.ts';
import type { Letter } from './letter.ts';
import { plainLetter } from './plain-letter.ts';

export interface MailSettings {
  publicUrl: string;
  mailFrom: string;
  applicationName: string;
  institution: string;
  timeZone: string;
  mailHourlyCap: number;
}

const afar = 400 * 86_400_000;

/** What a mail may call, in the language of its reader. */
export function mailTools(language: 'fr' | 'en', { timeZone }: MailSettings) {
  const t = pageTranslator(language);
  return {
    language,
    t,
    // a mail is read again later: its dates are whole, as seen from another year
    when: (date: Date) => dateWords(language, timeZone, new Date(date.getTime() + afar)).when(date),
    day: (date: Date) =>
      new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeZone }).format(date),
    size: (bytes: number) => sizeWords(language, bytes),
  };
}

export type MailTools = ReturnType<typeof mailTools>;

// mailers give paragraphs margins of their own, and links their blue; what is replaced was sanitised
const richText = (html: string) =>
  html.replaceAll('<p>', '<p style="margin:0 0 10px;">').replaceAll('<a ', '<a style="color:#0b5a70;" ');

export interface Rendered {
  subject: string;
  html: string;
  text: string;
}

export async function renderLetter(letter: Letter, tools: MailTools, settings: MailSettings): Promise<Rendered> {
  const { applicationName, institution } = settings;
  return {
    subject: letter.mailSubject,
    html: await renderTemplate('emails/ticket', { letter, applicationName, institution, richText, ...tools }, true),
    text: plainLetter(letter, tools, settings),
  };
}
