import { asset } from './assets.ts';
import { pictogramNames } from './pictograms.ts';

/** The icon of a service or of a category: a drawing of the application, or an image of the institution. */
export type Picture = { drawing: string } | { image: string };

/** Address of a drawing of the application, for `<use href>`. */
export function pictogram(name: string): string {
  if (!pictogramNames.has(name)) throw new Error(`No drawing is named ${name}`);
  return `${asset('pictograms.svg')}#${name}`;
}
