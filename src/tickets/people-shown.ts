import { hue, initials } from '../people/names.ts';
import type { Translate } from '../web/words.ts';
import type { PersonView } from './pages.ts';
import type { PersonFacts } from './situation.ts';
import type { Standing } from './standing.ts';
import type { Ticket } from './ticket.ts';
import { managesSql } from './visibility.ts';

/** Anonymous services hide the names of people from whoever is not one of their managers. */
export const hidesNames = (ticket: Pick<Ticket, 'anonymous'>, standing: Pick<Standing, 'manages' | 'admin'>) =>
  ticket.anonymous && !standing.manages && !standing.admin;

/** The same rule in SQL, for the name of the person joined as `alias` to a ticket `t` (`readerBindings`); the views translate. */
export const shownNameSql = (alias: string) =>
  `case when t.anonymous and ${alias}.id <> :person and not ${managesSql} then 'Anonyme' else ${alias}.display_name end`;

/** A person as this reader may know him. */
export const personView = (
  person: PersonFacts,
  { ticket, standing }: { ticket: Pick<Ticket, 'anonymous'>; standing: Standing },
  t: Translate,
): PersonView => {
  const hidden = hidesNames(ticket, standing) && person.id !== standing.personId;
  const name = hidden ? t('Anonyme') : person.name;
  const staff = standing.manages || standing.admin;
  // an address is for those who handle the request
  const mail = staff || person.id === standing.personId ? person.mail : null;
  const panel = staff ? `/people/${person.id}` : null;
  const left = staff && person.left === true;
  return { id: person.id, name, initials: initials(name), hue: hue(name), mail, panel, left };
};
