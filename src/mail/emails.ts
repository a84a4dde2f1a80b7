import type { EmailName } from '../tickets/actions/define.ts';

interface EmailWords {
  title: string;
  /** Title for the owner of the ticket, where it differs. */
  ownerTitle?: string;
  /** Names of actions: the first is the button, the others plain links; those not offered to the reader are left out. */
  actions: readonly string[];
}

const takingCharge = ['take-charge', 'take-charge-and-request-information', 'take-charge-and-close'] as const;

/** The mails about a ticket: an action names one of these for each kind of people that it tells. */
export const emails: Record<EmailName, EmailWords> = {
  'ticket-created': {
    title: 'Un nouveau ticket a été créé',
    ownerTitle: 'Un ticket a été créé pour vous',
    actions: takingCharge,
  },
  'ticket-taken': { title: 'Le ticket est pris en charge', ownerTitle: 'Votre ticket est pris en charge', actions: [] },
  'ticket-assigned': { title: 'Un ticket vous est assigné', actions: [] },
  'ticket-released': {
    title: 'Le ticket est libéré',
    ownerTitle: 'Votre ticket attend un nouveau gestionnaire',
    actions: takingCharge,
  },
  'information-requested': { title: 'Une information vous est demandée', actions: ['comment'] },
  'ticket-news': { title: 'Du nouveau sur le ticket', ownerTitle: 'Du nouveau sur votre ticket', actions: [] },
  'closure-to-approve': { title: 'Votre problème est-il réglé ?', actions: ['approve-closure', 'refuse-closure'] },
  'closure-approved': { title: 'La clôture est approuvée', actions: [] },
  'closure-refused': { title: 'La clôture est refusée', actions: takingCharge },
  'ticket-reopened': {
    title: 'Le ticket est ré-ouvert',
    ownerTitle: 'Votre ticket est ré-ouvert',
    actions: takingCharge,
  },
  'ticket-transferred': {
    title: 'Un ticket a été déplacé dans votre service',
    ownerTitle: 'Votre ticket a été déplacé',
    actions: takingCharge,
  },
  invitation: { title: 'Vous suivez ce ticket comme invité', actions: [] },
  'ticket-ended': { title: 'Le ticket est terminé', actions: [] },
};

/** Where the label of the menu says too little outside of it. */
export const linkLabels: Record<string, string> = { comment: 'Répondre' };
