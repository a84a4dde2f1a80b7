import type { CasProfile } from 'passport-cas2';
import type { CasIdentity } from './person.ts';

const list = (value: unknown): string[] => {
  const values = Array.isArray(value) ? value : [value];
  return values
    .filter((item): item is string => typeof item === 'string' && item.trim() !== '')
    .map((item) => item.trim());
};

/** On one line: it becomes the subject and the sender of mails. */
const oneLine = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);

const looksLikeMail = (text: string) => text.length <= 254 && /^[^\s<>"@,;:\\]+@[^\s<>"@,;:\\]+$/.test(text);

/** What we keep of the attributes uid, displayName, mail and eduPersonAffiliation; the login is the CAS user itself. */
export const casIdentity = (login: string, profile: CasProfile): CasIdentity => ({
  login,
  displayName: oneLine(list(profile.displayName)[0] ?? '') || login,
  mail: list(profile.mail).find(looksLikeMail) ?? null,
  affiliations: list(profile.eduPersonAffiliation).slice(0, 20),
});
