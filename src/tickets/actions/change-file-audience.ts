import { mayReaddress } from '../target.ts';
import { readdressing } from './readdressing.ts';

export const changeFileAudience = readdressing({
  name: 'change-file-audience',
  concerns: 'file',
  done: 'Vous avez changé la visibilité du fichier.',
  consequence: 'Qui n’a pas à le lire verra seulement qu’il existe un fichier. Personne n’en est averti par courriel.',
  offeredWhen: (situation) => mayReaddress(situation, 'file'),
  rewrites: (target, audience) =>
    target.kind === 'file' ? { file: { id: target.id, audience }, details: { name: { file: target.id } } } : {},
  sentence: () => 'a changé la visibilité du fichier {{name}} en « {{to}} » (précédemment « {{from}} »)',
});
