import type { RenderedField } from '../../web/fields.ts';
import { type PageModel, page } from '../../web/page.ts';
import type { Status } from '../ticket.ts';
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
  batch: string;
  /** The list that one comes from: its address, and its filter as a form carries it. */
  list: string;
  back: string;
}
export const bulkPage = page<BulkPage>('tickets/bulk');

export interface BulkReportPage extends PageModel {
  operation: OperationShown;
  done: readonly Deed[];
  left: readonly Deed[];
  /** To try once more those that may be: what was typed. */
  again: { tickets: readonly number[]; typed: readonly { name: string; value: string }[] } | null;
  list: string;
  back: string;
}
export const bulkReportPage = page<BulkReportPage>('tickets/bulk-report');
