import type { Db } from '../../db/connection.ts';
import type { Choices, Errors, Fields } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import type { TicketAction } from '../actions/define.ts';
import { askedFields } from '../asked-fields.ts';
import { choicesFor } from '../choices.ts';
import { readForm } from '../read-form.ts';
import type { Situation } from '../situation.ts';
import { filledIn } from '../writing/canned-responses.ts';

/** All that the form of an action depends on, the ticket itself apart. */
const formOf = ({ ticket, standing, spentTimeRequired }: Situation) =>
  JSON.stringify([
    [ticket.categoryId, ticket.handlerId, ticket.effectiveVisibility, spentTimeRequired, ticket.spentMinutes === null],
    [standing.owns, standing.invited, standing.manages, standing.handles, [...standing.privileges].sort()],
  ]);

/** One ticket for each form that these would have: what is asked of the database is asked once for all that are alike. */
const unlike = (situations: readonly Situation[]): Situation[] => [
  ...new Map(situations.map((situation) => [formOf(situation), situation])).values(),
];

function fieldsForAny(action: TicketAction, situations: readonly Situation[]): Fields {
  const asked = situations.map((situation) => askedFields(action.fields, situation));
  return Object.fromEntries(
    Object.keys(action.fields).flatMap((name) => {
      const [first, ...others] = asked.flatMap((fields) => fields[name] ?? []);
      if (first === undefined) return [];
      return [[name, { ...first, required: first.required || others.some(({ required }) => required) }]];
    }),
  );
}

/** What may be chosen for each of them; under a heading only where it has the same for all. */
function choicesForAll([first = {}, ...others]: readonly Choices[]): Choices {
  const common = (name: string) =>
    (first[name] ?? []).flatMap((option) => {
      const twins = others.map((choices) => choices[name]?.find(({ value }) => value === option.value));
      if (twins.includes(undefined)) return [];
      const { group, ...plain } = option;
      return [twins.every((twin) => twin?.group === group) ? option : plain];
    });
  return Object.fromEntries(Object.keys(first).map((name) => [name, common(name)]));
}

/** The one form of an action on several tickets: the fields asked for any of them, the choices allowed for all. */
export async function oneForm(db: Db, action: TicketAction, situations: readonly Situation[], t: Translate) {
  const different = unlike(situations);
  const choices: Choices[] = [];
  for (const situation of different)
    choices.push(await choicesFor(db, askedFields(action.fields, situation), situation, t));
  return { fields: fieldsForAny(action, different), choices: choicesForAll(choices) };
}

/**
 * What the form says for one ticket: a field left empty leaves what that ticket has, and the words between double braces
 * of its text are those of this ticket.
 */
export function bodyFor(
  action: TicketAction,
  situation: Situation,
  { body, writer }: { body: unknown; writer: string },
): Record<string, unknown> {
  const typed = { ...(body as Record<string, unknown>) };
  if (situation.standing.manages && typeof typed.message === 'string')
    typed.message = filledIn(typed.message, situation, writer);
  for (const [name, value] of Object.entries(action.startsWith?.(situation) ?? {}))
    if (typed[name] === undefined || typed[name] === '') typed[name] = value;
  return typed;
}

/** Why what was typed would be refused for one of them, before anything is done. */
export async function faultsOf(
  db: Db,
  action: TicketAction,
  situations: readonly Situation[],
  { body, writer, t }: { body: unknown; writer: string; t: Translate },
): Promise<Errors> {
  for (const situation of unlike(situations)) {
    const request = { body: bodyFor(action, situation, { body, writer }), t };
    const form = await readForm(db, action, situation, request);
    if (!form.ok) return form.errors;
  }
  return {};
}
