import { mayReaddress } from '../target.ts';
import { readdressing } from './readdressing.ts';

export const changeFileAudience = readdressing({
  name: 'change-file-audience',
  concerns: 'file',
  done: 'Vous avez changé la visibilité du fichier.',
  consequence:
    'Le nom du fichier reste visible de tous ceux qui ouvrent le ticket. Personne n’en est averti par courriel.',
  offeredWhen: (situation) => mayReaddress(situation, 'file'),
  rewrites: (target, audience) =>
    target.kind === 'file' ? { file: { id: target.id, audience }, details: { name: { text: target.name } } } : {},
  sentence: () => 'a changé la visibilité du fichier {{name}} en « {{to}} » (précédemment « {{from}} »)',
});
