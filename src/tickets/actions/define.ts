import type { Errors, Fields, InputOf, RichText } from '../../web/fields.ts';
import type { Situation } from '../situation.ts';
import type { Target } from '../target.ts';
import type { Ticket } from '../ticket.ts';
import type { Audience } from '../visibility.ts';

export type Menu = 'ticket' | 'status' | 'category' | 'owner' | 'handler';

/** A text is shown as it is, a word of the interface in the reader's language. References are kept as ids and turned into names when shown: a person who is renamed, or forgotten, is so everywhere. */
export type DetailValue =
  | { person: number }
  | { people: number[] }
  | { category: number }
  | { file: string }
  | { text: string }
  | { word: string }
  | { date: string };
export type Details = Record<string, DetailValue>;

export type EmailName =
  | 'ticket-created'
  | 'ticket-taken'
  | 'ticket-assigned'
  | 'ticket-released'
  | 'information-requested'
  | 'ticket-news'
  | 'invitation'
  | 'ticket-transferred'
  | 'closure-to-approve'
  | 'closure-approved'
  | 'closure-refused'
  | 'ticket-reopened'
  | 'ticket-ended';

/** What kind of news it is for the monitoring rules of the managers. */
export type NewsKind = 'creation' | 'release' | 'expiry' | 'other';

export interface Tells {
  owner?: EmailName;
  handler?: EmailName;
  guests?: EmailName;
  /** Those whom somebody has just invited by it. */
  newGuests?: EmailName;
  /** Managers of the service whose monitoring rule hears it. */
  service?: EmailName;
  /** Who asked to follow this ticket; told of all that others are told, unless an action says otherwise. */
  watchers?: EmailName;
}

export interface TicketAction<F extends Fields = Fields> {
  /** In addresses and in the history: never renamed once released. */
  name: string;
  /** The ACTIONS menus it hangs under; none for the acts of the system. */
  menus: readonly Menu[];
  /** Menu entry and title of its page, in the words of the guides. */
  label: string;
  icon: string;
  /** The verb of the button that sends the form. */
  button: string;
  /** Said once it is done. `{{id}}` is the number of the ticket. */
  done: string;
  /** What will follow and who will be told, shown above the fields. */
  consequence?: string;
  /** The menu and the authorization, both. */
  offeredWhen(situation: Situation): boolean;
  /** The form, its validation and the type of its input. */
  fields: F;
  acceptsFiles: boolean;
  /** What the form starts with, where it depends on the ticket. */
  startsWith?(situation: Situation): Partial<Record<keyof F, string>>;
  /** Why what was typed is refused, by field, where the fields alone cannot tell. */
  faults?(situation: Situation, input: InputOf<F>): Errors;
  /** Pure: what changes. */
  decide(situation: Situation, input: InputOf<F>): Outcome;
  /** The history line, after the author's name; `{{from}}` and the like name details. */
  sentence(details: Details): string;
  /** What the application adds to it, for the readers of the entry, in the language of each. */
  note?(details: Details): string | null;
  news: NewsKind;
  /** Word at the head of the subject of its mails. */
  subjectWord: string;
  tells: Tells;
  /** Matters to who acts and to nobody else: a button of the menu does it at once; no entry, no news, no new version. */
  personal?: true;
  /** Nothing of its entry is left to who may not read it: he is not told. */
  onlyForReaders?: true;
  /** A page to open rather than an act. */
  opens?(ticketId: number): string;
  /** What it concerns besides the ticket: it is offered beside that, and hangs under no menu. */
  concerns?: Target['kind'];
  /** There is nothing to do without a file. */
  needsFile?: true;
  /** Set by inOneGo: each step leaves its own history entry. */
  steps?: readonly TicketAction[];
}

export interface Outcome {
  ticket?: Partial<Omit<Ticket, 'id' | 'version' | 'lastActionAt' | 'createdAt'>>;
  newGuests?: readonly number[];
  formerGuests?: readonly number[];
  /** Who acts follows the ticket by mail, or no longer. */
  watched?: boolean;
  bookmarked?: boolean;
  /** An entry already written, with its new text when it has one, and its readers. */
  entry?: { id: number; message?: RichText; audience: Audience };
  file?: { id: string; audience: Audience };
  removedFile?: string;
  newLinks?: readonly number[];
  formerLinks?: readonly number[];
  message?: RichText | null;
  audience?: Audience;
  details?: Details;
  /** « Ne pas signaler la modification » : nobody is told of this entry. */
  quiet?: boolean;
  /** What comes with it, as entries of their own, by the same person unless it is the application. */
  followedBy?: readonly Consequence[];
  warnings?: readonly Warning[];
}

export interface Consequence {
  action: TicketAction;
  outcome: Outcome;
  by?: 'application';
}

/** To be known by who acted, though it did not stand in the way. */
export interface Warning {
  text: string;
  values: Record<string, string | number>;
}

/** The same mail to all who follow the ticket. */
export const everyone = (name: EmailName): Tells => ({ owner: name, handler: name, guests: name, service: name });

// The catalogue holds actions of all shapes of input; each one's own decide is checked where it is defined.
export const defineAction = <F extends Fields>(action: TicketAction<F>): TicketAction => {
  const tells = Object.keys(action.tells).length === 0 ? {} : { watchers: 'ticket-news' as const, ...action.tells };
  return { ...action, tells } as unknown as TicketAction;
};

/** The situation once an outcome has been applied, for the next step of an action in several. */
export const after = (situation: Situation, outcome: Outcome): Situation => {
  const ticket = { ...situation.ticket, ...outcome.ticket };
  const handles = ticket.handlerId !== null && ticket.handlerId === situation.standing.personId;
  return { ...situation, ticket, standing: { ...situation.standing, handles } };
};

/** Two actions as one menu entry, with the form of the last: « … et clore ». */
export const inOneGo = (
  words: Pick<TicketAction, 'label' | 'icon' | 'button' | 'done' | 'menus'>,
  first: TicketAction,
  last: TicketAction,
): TicketAction => ({
  ...last,
  ...words,
  name: `${first.name}-and-${last.name}`,
  offeredWhen: (situation) =>
    first.offeredWhen(situation) && last.offeredWhen(after(situation, first.decide(situation, {}))),
  steps: [first, last],
});
