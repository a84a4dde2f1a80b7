import { addressOf } from '../dashboard/changes.ts';
import { parseFilter } from '../dashboard/filter.ts';

/** The list that a form comes from: its filter read again, never an address as it was sent. */
export const listAddress = (back: string): string => addressOf(parseFilter(back));
