import type { Translate } from '../web/words.ts';
import type { TicketAction } from './actions/define.ts';
import { actionLink } from './menus.ts';
import type { NextStep } from './pages.ts';
import { personView } from './people-shown.ts';
import type { Situation } from './situation.ts';
import { awaitsApproval, isOpen } from './ticket.ts';

interface Candidate {
  tone: NextStep['tone'];
  when(situation: Situation): boolean;
  title: string;
  text?: string;
  /** Names of actions, the main one first; those not offered are left out. */
  buttons: readonly string[];
}

const candidates: readonly Candidate[] = [
  {
    tone: 'ask',
    when: ({ ticket, standing }) => standing.owns && awaitsApproval(ticket),
    title: 'Votre problème est-il réglé ?',
    text: 'Le service a clos ce ticket : approuvez la clôture, ou refusez-la en disant pourquoi.',
    buttons: ['approve-closure', 'refuse-closure'],
  },
  {
    tone: 'ask',
    when: ({ ticket, standing }) => standing.owns && ticket.status === 'incomplete',
    title: 'Une réponse de votre part est attendue.',
    text: 'Le service vous a demandé une information pour continuer.',
    buttons: ['comment'],
  },
  {
    tone: 'take',
    when: ({ ticket, standing }) => standing.manages && ticket.status === 'free',
    title: 'Personne n’a encore pris en charge ce ticket.',
    buttons: ['take-charge', 'take-charge-and-request-information', 'take-charge-and-close', 'assign'],
  },
  {
    tone: 'info',
    when: ({ ticket, standing }) => standing.handles && ticket.status === 'incomplete',
    title: 'Une information a été demandée à {{owner}}.',
    text: 'Sa réponse remettra le ticket en cours.',
    buttons: ['close', 'comment', 'release'],
  },
  {
    tone: 'info',
    when: ({ ticket, standing }) => standing.handles && ticket.status === 'in-progress',
    title: 'Vous êtes en charge de ce ticket.',
    buttons: ['close', 'request-information', 'comment', 'release'],
  },
  {
    tone: 'info',
    when: ({ ticket, standing }) => (standing.owns || standing.handles) && !isOpen(ticket) && !awaitsApproval(ticket),
    title: 'Ce ticket est clos.',
    text: 'Un commentaire seul ne le ré-ouvre pas : ré-ouvrez-le pour qu’il soit repris.',
    buttons: ['reopen'],
  },
];

const shortLabels: Record<string, string> = {
  'take-charge-and-close': '... et clore',
  'take-charge-and-request-information': '... et demander info.',
};

/** The action that is probably wanted now, in plain words; null when nothing stands out. */
export function nextStep(situation: Situation, offered: readonly TicketAction[], t: Translate): NextStep | null {
  const found = candidates.find((candidate) => candidate.when(situation));
  if (found === undefined) return null;
  const buttons = found.buttons.flatMap((name) => {
    const action = offered.find((candidate) => candidate.name === name);
    return action === undefined
      ? []
      : [actionLink({ ...action, label: shortLabels[name] ?? action.label }, situation.ticket.id, t)];
  });
  if (buttons.length === 0) return null;
  const owner = personView(situation.ticket.owner, situation, t).name;
  return {
    tone: found.tone,
    title: t(found.title, { owner }),
    text: found.text === undefined ? null : t(found.text),
    buttons,
  };
}
