import type { RenderedField } from '../web/fields.ts';
import { type PageModel, page } from '../web/page.ts';
import type { Picture } from '../web/pictures.ts';
import type { FileLimits, FileView } from './files-shown.ts';
import type { Audience, EffectiveVisibility, Origin, Priority, Status } from './ticket.ts';
import type { TicketTop } from './ticket-top.ts';
import type { WritingShown } from './writing/writing-shown.ts';

/** A link of an ACTIONS menu, or a visible button. */
export interface ActionLink {
  name: string;
  label: string;
  icon: string;
  href: string;
  /** A button that acts, and not a link to a form. */
  atOnce: boolean;
}

export interface TicketLine {
  id: number;
  subject: string;
  status: Status;
  priority: Priority;
  category: string;
  owner: string;
  handler: string | null;
  lastActionAt: Date;
  /** Something happened since the reader last saw it. */
  unread: boolean;
}

export interface CategoryNode {
  picture: Picture;
  label: string;
  help: string;
  /** Where choosing it leads; null for a node that only groups others. */
  href: string | null;
  /** How many choices hang below. */
  count: number;
  open: boolean;
  /** Where what is under it is shown, when this page leaves it out. */
  unfolded: string | null;
  children: readonly CategoryNode[];
}

export interface FoundCategory {
  picture: Picture;
  label: string;
  path: string;
  help: string;
  href: string;
}

export interface ChooseCategoryPage extends PageModel {
  filter: string;
  draft: string | null;
  /** « Montrer l’aide au choix » of the preferences. */
  showsHelp: boolean;
  tree: readonly CategoryNode[];
  /** Whether all the categories are in the page, and not those of one service only. */
  whole: boolean;
  /** Null when no filter was typed. */
  found: readonly FoundCategory[] | null;
  foundCount: number;
}
export const chooseCategoryPage = page<ChooseCategoryPage>('tickets/choose-category');

export interface NewTicketPage extends PageModel {
  category: { id: number; label: string; help: string };
  draft: string;
  action: string;
  /** subject, message */
  fields: readonly RenderedField[];
  /** visibility, priority, and for managers of the service origin and owner */
  advanced: readonly RenderedField[];
  advancedOpen: boolean;
  files: readonly FileView[];
  fileLimits: FileLimits;
  /** Who will read it, in words. */
  readers: string;
}
export const newTicketPage = page<NewTicketPage>('tickets/new');

export interface HistoryEntry {
  id: number;
  /** The operation that left it. */
  batch: string;
  at: Date;
  icon: string;
  /** Null for the application. */
  author: { name: string; initials: string; hue: number; isReader: boolean } | null;
  /** Already in the reader's language, after the author's name: « a clos le ticket ». */
  sentence: string;
  audience: Audience;
  /** Null when there is none; `hidden` when there is one that this reader may not read. */
  message: string | null;
  hidden: boolean;
  editedAt: Date | null;
  /** « Texte précédent », the latest first, for the managers of the service. */
  formerTexts: readonly { html: string; at: Date }[];
  /** What the reader may do with this entry. */
  actions: readonly ActionLink[];
  files: readonly FileView[];
}

export interface TicketHeader {
  id: number;
  href: string;
  subject: string;
  status: Status;
  service: string;
  category: string;
  owner: PersonView;
  handler: PersonView | null;
  priority: Priority;
  priorityIsDefault: boolean;
  visibility: EffectiveVisibility;
  visibilityIsDefault: boolean;
  origin: Origin;
  createdAt: Date;
  lastActionAt: Date;
  /** « Prise en charge » and « Résolution » are told from the creation to these. */
  firstReactionAt: Date | null;
  closedAt: Date | null;
  recallAt: Date | null;
  machine: string | null;
  /** In words: « 1 h 30 mn ». */
  spentTime: string | null;
  /** « Voir aussi » : only what this reader may open. */
  seeAlso: readonly { id: number; href: string; subject: string; status: Status }[];
}

export interface PersonView {
  id: number;
  name: string;
  initials: string;
  hue: number;
  mail: string | null;
  /** Address of what is known of him, for managers. */
  panel: string | null;
  /** He left the institution: told to managers. */
  left: boolean;
}

/** The ACTIONS menus, drawn from the catalogue alone. An empty one is not shown. */
export interface Menus {
  ticket: readonly ActionLink[];
  status: readonly ActionLink[];
  category: readonly ActionLink[];
  owner: readonly ActionLink[];
  handler: readonly ActionLink[];
}

/** The likely next action, in plain words, with its buttons; the first is the main one. */
export interface NextStep {
  tone: 'take' | 'ask' | 'info';
  title: string;
  text: string | null;
  buttons: readonly ActionLink[];
}

/** A form of an action, as the page of the action and the reply box of the ticket draw it. */
export interface ActionForm {
  name: string;
  title: string;
  /** What will happen and who will be told; shown before the fields. */
  consequence: string | null;
  button: string;
  action: string;
  version: number;
  batch: string;
  fields: readonly RenderedField[];
  acceptsFiles: boolean;
  fileLimits: FileLimits;
  /** Already received with this form, when it came back. */
  files: readonly FileView[];
  writing: WritingShown;
}

export interface TicketPage extends TicketTop {
  history: readonly HistoryEntry[];
  order: 'newest' | 'oldest';
  /** « + d’options »: the audience of every entry, and for managers who was mailed; null without. */
  options: { alerts: ReadonlyMap<string, readonly string[]> } | null;
  /** « Ajouter commentaire » on the page itself, null when it is not offered. */
  reply: ActionForm | null;
}
export const ticketPage = page<TicketPage>('tickets/show');

export interface ActionPage extends PageModel {
  ticket: TicketHeader;
  form: ActionForm;
  /** What others did since the form was shown, when that is why it came back. */
  meanwhile: readonly HistoryEntry[];
  /** The last message of the ticket, to answer without leaving the page. */
  lastMessage: HistoryEntry | null;
}
export const actionPage = page<ActionPage>('tickets/action');

/** The action is not offered any more: what happened, the text typed, what is possible now. */
export interface NotOfferedPage extends PageModel {
  ticket: TicketHeader;
  wanted: string;
  kept: string | null;
  meanwhile: readonly HistoryEntry[];
  possible: readonly ActionLink[];
}
export const notOfferedPage = page<NotOfferedPage>('tickets/not-offered');
