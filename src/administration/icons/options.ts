import type { Icons } from '../../services/icons.ts';
import type { Option } from '../../web/fields.ts';
import { pictograms } from '../../web/pictograms.ts';
import type { Picture } from '../../web/pictures.ts';

const drawings: readonly Option[] = Object.entries(pictograms).flatMap(([group, words]) =>
  Object.entries(words).map(([value, label]) => ({ value, label, group, picture: { drawing: value } })),
);

/** The icons that may be chosen: those of the institution, then those of the application. */
export const allIcons = ({ images }: Icons): Option[] => [
  ...[...images].map(([name, picture]) => ({ value: name, label: name, group: 'Images de l’établissement', picture })),
  ...drawings,
];

/** The same, after none: what is then shown is what is inherited. */
export const iconChoices = (icons: Icons, inherited: Picture): Option[] => [
  { value: '', label: 'par défaut', picture: inherited },
  ...allIcons(icons),
];
