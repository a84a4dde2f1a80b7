import type { RenderedField } from '../../web/fields.ts';
import { type PageModel, page } from '../../web/page.ts';
import type { FileLimits, FileView } from '../files-shown.ts';
import type { Status } from '../ticket.ts';
import type { WritingShown } from '../writing/writing-shown.ts';
import type { Deed } from './act.ts';
import type { Told } from './weigh.ts';

/** A ticket with which the operation can be done; it may be taken out. */
interface TicketKept {
  id: number;
  version: number;
  subject: string;
  status: Status;
  category: string;
  handler: string | null;
  ticked: boolean;
}

interface OperationShown {
  name: string;
  label: string;
  button: string;
  consequence: string | null;
}

export interface BulkPage extends PageModel {
  operation: OperationShown;
  tickets: readonly TicketKept[];
  impossible: readonly Told[];
  fields: readonly RenderedField[];
  /** Some field depends on which tickets are kept. */
  hasChoices: boolean;
  acceptsFiles: boolean;
  fileLimits: FileLimits;
  /** Already received with this form. */
  files: readonly FileView[];
  writing: Pick<WritingShown, 'canned' | 'presence' | 'readers'> & {
    draft: Pick<WritingShown['draft'], 'href' | 'savedAt'>;
  };
  batch: string;
  /** The list that one comes from: its address, and its filter as a form carries it. */
  list: string;
  back: string;
}
export const bulkPage = page<BulkPage>('tickets/bulk');

export interface BulkReportPage extends PageModel {
  operation: OperationShown;
  /** What was done, in a sentence; null when nothing was. */
  summary: string | null;
  done: readonly Deed[];
  left: readonly Deed[];
  /** Where those that may be are tried once more, with what was typed, and how many. */
  again: { href: string; count: number } | null;
  list: string;
}
export const bulkReportPage = page<BulkReportPage>('tickets/bulk-report');
