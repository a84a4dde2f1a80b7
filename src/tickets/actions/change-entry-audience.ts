import { mayReaddress } from '../target.ts';
import { readdressing } from './readdressing.ts';

export const changeEntryAudience = readdressing({
  name: 'change-entry-audience',
  concerns: 'entry',
  done: 'Vous avez changé la visibilité du message.',
  consequence: 'Les fichiers joints au message suivent sa visibilité. Personne n’en est averti par courriel.',
  offeredWhen: (situation) => mayReaddress(situation, 'entry'),
  rewrites: (target, audience) => (target.kind === 'entry' ? { entry: { id: target.id, audience } } : {}),
  sentence: () => 'a changé la visibilité d’un message en « {{to}} » (précédemment « {{from}} »)',
});
