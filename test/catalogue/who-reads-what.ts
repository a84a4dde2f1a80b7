import { readFileSync } from 'node:fs';
import {
  audienceWords,
  type EffectiveVisibility,
  visibilities,
  visibilityWords,
} from '../../src/tickets/visibility.ts';

const written = readFileSync(new URL('who-reads-what.md', import.meta.url), 'utf8');

type Row = Record<string, boolean>;

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The rows of the table under a title; « … en catégorie confidentielle » follows the row that it corrects. */
function table(title: string): Map<string, Row> {
  const section = written.slice(written.indexOf(`## ${title}`)).split('\n## ')[0] ?? '';
  const [head = '', , ...lines] = section.split('\n').filter((line) => line.startsWith('|'));
  const columns = cellsOf(head).slice(1);
  const found = new Map<string, Row>();
  let who = '';
  for (const line of lines) {
    const [name = '', ...cells] = cellsOf(line);
    who = name.startsWith('…') ? who : name;
    found.set(
      who === name ? who : `${who}, confidential`,
      Object.fromEntries(columns.map((c, i) => [c, cells[i] === 'oui'])),
    );
  }
  return found;
}

const opening = table('Ouvrir le ticket');
const reading = table('Lire une entrée ou un fichier');

export const standings = [...opening.keys()];
export type Audience = keyof typeof audienceWords;
export const audiences = Object.keys(audienceWords) as Audience[];

export interface Place {
  visibility: EffectiveVisibility;
  confidential: boolean;
}

export const opens = (who: string, { visibility, confidential }: Place) =>
  opening.get(who)?.[confidential ? 'Confidentielle' : visibilityWords[visibility]] === true;

/** « Sujet seulement » shows the subject in lists to whom « Intranet » would open the ticket. */
export const subjectShown = (who: string, place: Place) =>
  opens(who, place) || (place.visibility === 'subject-only' && opens(who, { ...place, visibility: 'intranet' }));

const readingOf = (who: string, { confidential }: Place) =>
  (confidential ? reading.get(`${who}, confidential`) : undefined) ?? reading.get(who);

export const reads = (who: string, place: Place, audience: Audience) =>
  opens(who, place) && readingOf(who, place)?.[audienceWords[audience].label] === true;

/** In an anonymous service. */
export const knowsNames = (who: string, place: Place) => opens(who, place) && readingOf(who, place)?.Noms === true;

export { visibilities };
