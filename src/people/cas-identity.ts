import type { CasAttributes } from './cas-settings.ts';
import { isMailAddress } from './mail-address.ts';
import type { CasIdentity } from './person.ts';

/** The attributes of an answer, each under the name that the server gives it. */
export type Released = Record<string, readonly string[] | undefined>;

/** Old servers write a list as its own text: « [member, student] ». */
const unwrapped = (text: string) => /^\[(.*)\]$/s.exec(text)?.[1]?.trim() ?? text;

const list = (values: readonly string[] | undefined): string[] =>
  (values ?? []).map((item) => unwrapped(item.trim())).filter((item) => item !== '');

/** Where a value cannot hold a comma or a semicolon, they separate. */
const split = (values: readonly string[]) => values.flatMap((item) => item.split(/[,;]\s*/)).filter(Boolean);

/** On one line: it becomes the subject and the sender of mails. */
const oneLine = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);

const nameOf = (names: CasAttributes, released: Released): string => {
  const first = (name: string) => oneLine(list(released[name])[0] ?? '');
  return first(names.displayName) || `${first(names.givenName)} ${first(names.surname)}`.trim();
};

const loginOf = (user: string, name: string | null, released: Released): string | null => {
  if (name === null) return user;
  const [login, ...others] = list(released[name]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return login === undefined || others.length > 0 || login.length > 255 || /[\u0000-\u001f\u007f]/.test(login)
    ? null
    : login;
};

/** Each value on one line, few of them: they are compared, never shown. */
const attributesOf = (released: Released): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(released).map(([name, values]) => [name.toLowerCase(), list(values).map(oneLine).slice(0, 50)]),
  );

/**
 * What we keep of an answer. Null when the attribute configured as the login is missing or has several values: the user
 * of the answer is then no substitute, two people could share an account.
 */
export function casIdentity(user: string, released: Released, names: CasAttributes): CasIdentity | null {
  const login = loginOf(user, names.login, released);
  if (login === null) return null;
  return {
    login,
    displayName: nameOf(names, released) || login,
    mail: split(list(released[names.mail])).find(isMailAddress) ?? null,
    affiliations: [...new Set(split(list(released[names.affiliation])))].slice(0, 20),
    attributes: attributesOf(released),
  };
}
