import type { Situation } from '../situation.ts';
import { addFile } from './add-file.ts';
import { approveClosure } from './approve-closure.ts';
import { approveTacitly } from './approve-tacitly.ts';
import { assign } from './assign.ts';
import { assignAutomatically } from './assign-automatically.ts';
import { bookmark, removeBookmark } from './bookmark.ts';
import { cancel } from './cancel.ts';
import { changeEntryAudience } from './change-entry-audience.ts';
import { changeFileAudience } from './change-file-audience.ts';
import { changeMachine } from './change-machine.ts';
import { changeOrigin } from './change-origin.ts';
import { changeOwner } from './change-owner.ts';
import { changePriority } from './change-priority.ts';
import { changeSpentTime } from './change-spent-time.ts';
import { changeSubject } from './change-subject.ts';
import { changeVisibility } from './change-visibility.ts';
import { close } from './close.ts';
import { comment } from './comment.ts';
import { connect } from './connect.ts';
import { inOneGo, type TicketAction } from './define.ts';
import { deleteFile } from './delete-file.ts';
import { disconnect } from './disconnect.ts';
import { editComment } from './edit-comment.ts';
import { expire } from './expire.ts';
import { file } from './file.ts';
import { invite } from './invite.ts';
import { inviteGroup } from './invite-group.ts';
import { leave } from './leave.ts';
import { postpone } from './postpone.ts';
import { print } from './print.ts';
import { reassign, takeAway } from './reassign.ts';
import { recall } from './recall.ts';
import { refuse } from './refuse.ts';
import { refuseClosure } from './refuse-closure.ts';
import { release } from './release.ts';
import { removeGuest } from './remove-guest.ts';
import { reopen } from './reopen.ts';
import { requestInformation } from './request-information.ts';
import { sendBack } from './send-back.ts';
import { takeCharge } from './take-charge.ts';
import { transfer } from './transfer.ts';
import { unwatch, watch } from './watch.ts';

const takeChargeAndClose = inOneGo(
  {
    menus: ['handler', 'status'],
    label: 'Prendre en charge et clore',
    icon: 'check2-circle',
    button: 'Prendre en charge et clore',
    done: 'Vous avez pris en charge et clos le ticket n°{{id}}.',
  },
  takeCharge,
  close,
);

const takeChargeAndRequestInformation = inOneGo(
  {
    menus: ['handler', 'status'],
    label: 'Prendre en charge et demander info.',
    icon: 'question-circle',
    button: 'Prendre en charge et demander l’information',
    done: 'Vous avez pris en charge le ticket n°{{id}} et demandé une information.',
  },
  takeCharge,
  requestInformation,
);

/** THE CATALOGUE, in the order of the menus. */
export const catalogue: readonly TicketAction[] = [
  changeSubject,
  approveClosure,
  refuseClosure,
  comment,
  addFile,
  cancel,
  requestInformation,
  close,
  refuse,
  postpone,
  recall,
  reopen,
  transfer,
  sendBack,
  changeOwner,
  takeCharge,
  takeChargeAndClose,
  takeChargeAndRequestInformation,
  release,
  assign,
  invite,
  inviteGroup,
  removeGuest,
  leave,
  changePriority,
  changeVisibility,
  changeOrigin,
  changeMachine,
  changeSpentTime,
  connect,
  disconnect,
  print,
  watch,
  unwatch,
  bookmark,
  removeBookmark,
  file,
  assignAutomatically,
  reassign,
  takeAway,
  approveTacitly,
  expire,
  editComment,
  changeEntryAudience,
  changeFileAudience,
  deleteFile,
];

const byName = new Map(catalogue.map((action) => [action.name, action]));

/** The action of a history entry, or undefined for a name that this version does not know. */
export const actionNamed = (name: string): TicketAction | undefined => byName.get(name);

/** What is offered is what is allowed: the menus and the authorization both ask this. */
export const offeredActions = (situation: Situation): TicketAction[] =>
  catalogue.filter((action) => action.offeredWhen(situation));

/** Those that are drawn beside an entry or a file. */
export const actionsConcerning = (kind: TicketAction['concerns']): readonly TicketAction[] =>
  catalogue.filter((action) => action.concerns === kind);
