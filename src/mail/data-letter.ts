import type { MailSettings, MailTools, Rendered } from './render.ts';
import { renderShortLetter } from './short-letter.ts';

export const dataLetterName = 'data-ready';

/** « Mes données » are ready: the mail says where, and carries nothing of them. */
export function writeDataLetter(name: string, tools: MailTools, settings: MailSettings): Promise<Rendered> {
  const { t } = tools;
  const letter = {
    title: t('Vos données sont prêtes'),
    opening: t('Bonjour {{name}}, l’archive de vos tickets, messages et fichiers que vous avez demandée est prête.', {
      name,
    }),
    label: t('Télécharger mes données'),
    href: `${settings.publicUrl}/preferences/data`,
    after: t('Elle est gardée 7 jours, et il faut vous connecter pour la télécharger.'),
  };
  return renderShortLetter(letter, tools, settings);
}
