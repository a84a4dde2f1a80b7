import { asset } from './assets.ts';
import { pictogramNames } from './pictograms.ts';

/** The icon of a service or of a category: a drawing of the application, or an image of the institution. */
export type Picture = { drawing: string } | { image: string };

/** Beside a name that says the same: for the eyes only. */
export function pictureMarkup(picture: Picture): string {
  if ('image' in picture)
    return `<img class="bi pict" src="${picture.image}" alt="" width="16" height="16" loading="lazy">`;
  if (!pictogramNames.has(picture.drawing)) throw new Error(`No drawing is named ${picture.drawing}`);
  return `<svg class="bi pict" aria-hidden="true"><use href="${asset('pictograms.svg')}#${picture.drawing}"/></svg>`;
}
