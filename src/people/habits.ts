import { type Db, rows } from '../db/connection.ts';

const habit = (column: 'shows_ended_tickets' | 'shows_filing_help') => async (db: Db, personId: number | null) => {
  const [person] = await rows<{ wanted: boolean }>(db, `select ${column} as wanted from people where id = :personId`, {
    personId,
  });
  return person?.wanted ?? true;
};

/** « Montrer les tickets après clôture, refus, report » of the preferences. */
export const showsEndedTickets = habit('shows_ended_tickets');

/** « Montrer l’aide au choix à l’ajout d’un nouveau ticket ». */
export const showsFilingHelp = habit('shows_filing_help');
