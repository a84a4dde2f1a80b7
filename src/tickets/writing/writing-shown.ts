import type { Choices, Fields, Option } from '../../web/fields.ts';
import { sanitised } from '../../web/rich-text.ts';
import type { Translate } from '../../web/words.ts';
import type { Situation } from '../situation.ts';
import type { Audience } from '../visibility.ts';
import type { CannedTitle } from './canned-responses.ts';
import type { Draft } from './drafts.ts';
import type { FormFacts } from './form-facts.ts';
import { readersSentence, readersWarning } from './readers.ts';

/** What stands around the text box of an action. */
export interface WritingShown {
  /** Who will read what is written, with where to ask again when the audience changes; null without a text. */
  readers: { sentence: string; warning: string | null; href: string } | null;
  draft: { href: string; revision: number; savedAt: Date | null; since: number | null };
  /** « Réponses enregistrées », null when there are none for this person. */
  canned: { href: string; options: readonly Option[] } | null;
  /** Where the managers of the service say that they are there. */
  presence: string | null;
}

const families: Record<CannedTitle['family'], string> = {
  person: 'Mes réponses',
  service: 'Réponses du service',
  all: 'Réponses globales',
};

/** The responses offered, null when there are none; `href` is where their texts are asked for. */
export const cannedShown = (canned: readonly CannedTitle[], href: string): WritingShown['canned'] =>
  canned.length === 0
    ? null
    : {
        href,
        options: canned.map(({ id, title, family }) => ({ value: String(id), label: title, group: families[family] })),
      };

const hasText = (fields: Fields) => Object.values(fields).some(({ widget }) => widget === 'rich-text');

const audienceChoices = ['audiences', 'new-audiences'];

/** Who reads what, said beside each audience that is offered. */
export const explained = (choices: Choices, facts: FormFacts, situation: Situation, t: Translate): Choices => ({
  ...choices,
  ...Object.fromEntries(
    audienceChoices.map((name) => [
      name,
      (choices[name] ?? []).map((option) => {
        const audience = option.value as Audience;
        const warning = readersWarning(situation, audience, facts.lastAudience);
        const sentence = readersSentence(facts.candidates, situation, audience, t);
        return { ...option, help: [sentence, ...(warning === null ? [] : [t(warning)])].join(' ') };
      }),
    ]),
  ),
});

/** The audience that a form starts with, where nothing was chosen. */
export const startingAudience = ({ target }: Situation, chosen: unknown): Audience =>
  typeof chosen === 'string' && chosen !== '' ? (chosen as Audience) : (target?.audience ?? 'managers-owner-guests');

export function writingShown(
  facts: FormFacts,
  situation: Situation,
  {
    path,
    asked,
    audience,
    batch,
    draftShown,
    t,
  }: {
    path: string;
    batch: string;
    asked: Fields;
    audience: Audience;
    draftShown: Draft | null;
    t: Translate;
  },
): WritingShown {
  const here = `/tickets/${situation.ticket.id}`;
  const text = hasText(asked);
  return {
    readers: text
      ? {
          sentence: readersSentence(facts.candidates, situation, audience, t),
          warning: readersWarning(situation, audience, facts.lastAudience),
          href: `${here}/readers`,
        }
      : null,
    draft: {
      href: path,
      revision: facts.draft === null || facts.draft.id === batch ? (facts.draft?.revision ?? 0) : -1,
      savedAt: draftShown?.savedAt ?? null,
      since: Number(draftShown?.fields.version) || null,
    },
    canned: text ? cannedShown(facts.canned, `${here}/canned-responses`) : null,
    presence: situation.standing.manages ? `${here}/presence` : null,
  };
}

/** What a draft had, as the form shows it again: a text is cleaned once more. */
export const bodyOfDraft = (draft: Pick<Draft, 'fields'>, fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(draft.fields).map(([name, value]) => [
      name,
      fields[name]?.widget === 'rich-text' ? sanitised(value) : value,
    ]),
  );
