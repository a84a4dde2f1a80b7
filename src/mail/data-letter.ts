import { renderTemplate } from '../web/views.ts';
import type { MailSettings, MailTools, Rendered } from './render.ts';

export const dataLetterName = 'data-ready';

/** « Mes données » are ready: the mail says where, and carries nothing of them. */
export async function writeDataLetter(name: string, tools: MailTools, settings: MailSettings): Promise<Rendered> {
  const { applicationName, institution, publicUrl } = settings;
  const { t } = tools;
  const letter = {
    title: t('Vos données sont prêtes'),
    opening: t('Bonjour {{name}}, l’archive de vos tickets, messages et fichiers que vous avez demandée est prête.', {
      name,
    }),
    label: t('Télécharger mes données'),
    href: `${publicUrl}/preferences/data`,
    after: t('Elle est gardée 7 jours, et il faut vous connecter pour la télécharger.'),
  };
  const signature = `-- \n${applicationName} - ${institution}`;
  return {
    subject: letter.title,
    html: await renderTemplate('emails/account', { letter, applicationName, institution, ...tools }, true),
    text: [letter.opening, `${letter.label} :\n${letter.href}`, letter.after, signature].join('\n\n'),
  };
}
