import type { Request, Response } from 'express';
import type { Db } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import { iconAddress } from '../../services/icons.ts';
import { type Errors, shortText } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import type { Picture } from '../../web/pictures.ts';
import { receiveFiles } from '../../web/uploads.ts';
import type { Act, ImageLine } from './images.ts';

export const iconsPath = '/administration/icons';

/** What the pages of icons need. */
export interface IconDeps {
  db: Db;
  now: () => Date;
  /** Where an upload waits to be drawn again. */
  incoming: string;
}

/** A form that comes back. */
export interface Returned {
  body?: unknown;
  errors?: Errors;
}

export interface ShownImage extends ImageLine {
  picture: Picture;
}

export const nameFields = {
  name: shortText('Nom', {
    required: 'Donnez un nom à cette icône.',
    max: 60,
    help: 'Unique ; c’est lui qu’un export de service emporte.',
  }),
};

export const withPicture = (image: ImageLine): ShownImage => ({
  ...image,
  picture: { image: iconAddress(image.digest) },
});

export const faultsOf = (errors: Errors) => Object.entries(errors).map(([field, message]) => ({ field, message }));

export const statusOf = (errors: Errors) => (Object.keys(errors).length > 0 ? 422 : 200);

export const actOf = (deps: IconDeps, res: Response): Act => ({ actorId: signedIn(res).id, now: deps.now() });

export const oneImage = ({ incoming }: IconDeps) =>
  receiveFiles(incoming, { count: 1, sizeEach: 1_000_000, total: 1_000_000 });

/** Back to the list, with what was done. */
export const tell = (req: Request, res: Response, text: string) => {
  flash(req, { tone: 'ok', text: translatorOf(res)(text) });
  res.redirect(303, iconsPath);
};
