import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Language } from '../../web/words.ts';
import { isMailAddress } from '../mail-address.ts';
import { passwordFault } from './password-rules.ts';

/** A field of the forms of accounts. What a password field held is never sent back. */
export interface Credential {
  name: string;
  label: string;
  type: 'text' | 'email' | 'password';
  autocomplete: string;
  value: string;
  help?: string;
  error?: string | undefined;
}

export type Faults = Record<string, string | undefined>;

const text = z
  .string()
  .max(1000)
  .catch('')
  .transform((value) => value.replaceAll('\0', ''));
const form = z
  .object({ mail: text, name: text, password: text, again: text, current: text, token: text })
  .transform(({ mail, name, ...rest }) => ({
    ...rest,
    mail: mail.trim().toLowerCase(),
    name: name
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, 200),
  }));

export type AccountForm = z.infer<typeof form>;
export const readForm = (req: Request): AccountForm => form.parse(req.body ?? {});

export const languageOf = (res: Response): Language => res.locals.language;

/** Of the network; a whole campus may share it. */
export const ipOf = (req: Request) => req.ip ?? '';

export const mailFault = (mail: string) =>
  isMailAddress(mail) ? undefined : 'Donnez une adresse électronique, comme nom@exemple.fr.';

/** Short enough for a list, and neither an address nor a link: it is shown to others. */
export const nameFault = (name: string) => {
  if (name === '') return 'Ce champ est à remplir.';
  return /@|https?:|www\./i.test(name) || !/\p{L}/u.test(name) || name.length > 80
    ? 'Donnez votre prénom et votre nom.'
    : undefined;
};

export const passwordFaults = ({ password, again }: AccountForm, mail: string): Faults => ({
  password: passwordFault(password, mail),
  again: password === again ? undefined : 'Les deux mots de passe ne sont pas les mêmes.',
});

export const hasFault = (faults: Faults) => Object.values(faults).some((fault) => fault !== undefined);

export const errorsOf = (faults: Faults) =>
  Object.entries(faults).flatMap(([field, message]) => (message === undefined ? [] : [{ field, message }]));

export const field = {
  mail: (value: string, faults: Faults = {}): Credential => ({
    name: 'mail',
    label: 'Adresse électronique',
    type: 'email',
    autocomplete: 'username',
    value,
    error: faults.mail,
  }),
  name: (value: string, faults: Faults = {}): Credential => ({
    name: 'name',
    label: 'Prénom et nom',
    type: 'text',
    autocomplete: 'name',
    value,
    help: 'Ils sont montrés aux personnes qui traitent vos demandes.',
    error: faults.name,
  }),
  present: (name: 'password' | 'current', faults: Faults = {}): Credential => ({
    name,
    label: name === 'current' ? 'Mot de passe actuel' : 'Mot de passe',
    type: 'password',
    autocomplete: 'current-password',
    value: '',
    error: faults[name],
  }),
  chosen: (faults: Faults = {}): Credential[] => [
    {
      name: 'password',
      label: 'Nouveau mot de passe',
      type: 'password',
      autocomplete: 'new-password',
      value: '',
      help: 'Douze caractères au moins ; une phrase convient très bien.',
      error: faults.password,
    },
    {
      name: 'again',
      label: 'Le même, une seconde fois',
      type: 'password',
      autocomplete: 'new-password',
      value: '',
      error: faults.again,
    },
  ],
};
