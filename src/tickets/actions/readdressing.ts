import type { Target } from '../target.ts';
import { type Audience, audienceWords } from '../visibility.ts';
import { defineAction, type Outcome, type TicketAction } from './define.ts';
import { newAudience } from './fields.ts';

type Own = Pick<TicketAction, 'name' | 'done' | 'consequence' | 'offeredWhen' | 'sentence'> & {
  concerns: Target['kind'];
  rewrites(target: Target, audience: Audience): Outcome;
};

/** « Modifier la visibilité » of something already written or sent. */
export const readdressing = ({ rewrites, ...own }: Own): TicketAction =>
  defineAction({
    ...own,
    menus: [],
    label: 'Modifier la visibilité',
    icon: 'eye',
    button: 'Modifier la visibilité',
    fields: { audience: newAudience },
    acceptsFiles: false,
    startsWith: ({ target }) => (target ? { audience: target.audience } : {}),
    decide: ({ target }, { audience }) => {
      if (!target) return {};
      const { details, ...rest } = rewrites(target, audience as Audience);
      const from = { text: audienceWords[target.audience].label };
      return { ...rest, details: { ...details, from, to: { text: audienceWords[audience as Audience].label } } };
    },
    news: 'other',
    subjectWord: 'alerte',
    tells: {},
  });
