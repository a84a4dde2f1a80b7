import type { Db } from '../../db/connection.ts';
import type { Fields } from '../../web/fields.ts';
import { assign } from '../actions/assign.ts';
import { bookmark } from '../actions/bookmark.ts';
import { close } from '../actions/close.ts';
import type { TicketAction } from '../actions/define.ts';
import { takeCharge } from '../actions/take-charge.ts';
import { transfer } from '../actions/transfer.ts';
import { markSeen, markUnread } from '../reading.ts';
import type { Situation } from '../situation.ts';

interface Words {
  label: string;
  icon: string;
  /** The button of the page that confirms. */
  button: string;
  /** What will follow and who will be told. */
  consequence: string | null;
  /** Said when all went well, with the `count` of tickets. */
  done: string;
}

/** An action of the catalogue, on several tickets. */
interface Acting extends Words {
  action: TicketAction;
}

/** A mark of the reader alone, which is no action. */
interface Marking extends Words {
  mark(db: Db, situation: Situation): Promise<void>;
}

export type Operation = Acting | Marking;

/** What the lists propose for the tickets that are chosen there; in addresses, by its name. */
export const operations: Readonly<Record<string, Operation>> = {
  'take-charge': {
    action: takeCharge,
    label: takeCharge.label,
    icon: takeCharge.icon,
    button: 'Prendre ces tickets en charge',
    consequence: 'Vous en devenez le gestionnaire ; leurs propriétaires en sont avertis.',
    done: 'Vous avez pris {{count}} ticket en charge.',
  },
  assign: {
    action: assign,
    label: assign.label,
    icon: assign.icon,
    button: 'Assigner ces tickets',
    consequence: 'La personne choisie en devient le gestionnaire et en est avertie.',
    done: 'Vous avez assigné {{count}} ticket.',
  },
  transfer: {
    action: transfer,
    label: transfer.label,
    icon: transfer.icon,
    button: 'Déplacer ces tickets',
    consequence:
      'La catégorie choisie décide du service qui s’en occupe ; leurs propriétaires et ce service en sont avertis.',
    done: 'Vous avez déplacé {{count}} ticket.',
  },
  close: {
    action: close,
    label: close.label,
    icon: close.icon,
    button: 'Clore ces tickets',
    consequence: 'Chaque propriétaire reçoit ce texte et devra approuver ou refuser la clôture de son ticket.',
    done: 'Vous avez clos {{count}} ticket.',
  },
  'mark-read': {
    mark: markSeen,
    label: 'Marquer comme lu',
    icon: 'envelope-open',
    button: 'Marquer ces tickets comme lus',
    consequence: null,
    done: '{{count}} ticket est marqué comme lu.',
  },
  'mark-unread': {
    mark: markUnread,
    label: 'Marquer comme non lu',
    icon: 'envelope',
    button: 'Marquer ces tickets comme non lus',
    consequence: null,
    done: '{{count}} ticket est marqué comme non lu.',
  },
  bookmark: {
    action: bookmark,
    label: bookmark.label,
    icon: bookmark.icon,
    button: 'Ajouter ces tickets à vos signets',
    consequence: null,
    done: '{{count}} ticket est maintenant dans vos signets.',
  },
};

export const operationNamed = (name: unknown): Operation | undefined =>
  typeof name === 'string' && Object.hasOwn(operations, name) ? operations[name] : undefined;

/** What the form of an operation asks; nothing of a mark. */
export const fieldsOf = (operation: Operation): Fields => ('action' in operation ? operation.action.fields : {});

/** What concerns nobody else is done as soon as its button is pressed. */
export const isAtOnce = (operation: Operation) => 'mark' in operation || operation.action.personal === true;

/** A button of the bar that stands above a list. */
export interface BulkButton {
  name: string;
  label: string;
  icon: string;
}

/** What the bar of a list proposes: what changes tickets to those who handle them only. */
export const bulkButtons = (manages: boolean): { main: BulkButton[]; own: BulkButton[] } => {
  const button = ([name, { label, icon }]: [string, Operation]): BulkButton => ({ name, label, icon });
  const all = Object.entries(operations);
  return {
    main: manages ? all.filter(([, one]) => !isAtOnce(one)).map(button) : [],
    own: all.filter(([, one]) => isAtOnce(one)).map(button),
  };
};
