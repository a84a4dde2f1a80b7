import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { whole } from '../web/variables.ts';

/** How mails leave, besides the relay's address. */
export interface SendingSettings {
  /** `require` refuses a relay that does not encrypt, `ignore` never asks for it. */
  tls: 'auto' | 'require' | 'ignore';
  /** Certificates that vouch for the relay, in PEM; null for those that Node knows. */
  authorities: string | null;
  login: { user: string; password: string } | null;
  /** Connections that each worker keeps open. */
  connections: number;
  /** Mails that each worker hands over in a second at most; 0 is no limit. */
  perSecond: number;
  dkim: { domainName: string; keySelector: string; privateKey: string } | null;
  /** On a test installation, the address that gets every mail in the place of its recipient. */
  catchAll: string | null;
}

const mailAddress = z.string().regex(/^[^\s<>@]+@[^\s<>@]+$/, { error: 'must be a mail address' });

const holds = (what: RegExp) => (file: string) => {
  try {
    return what.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
};

export const mailVariables = {
  SMTP_TLS: z.enum(['auto', 'require', 'ignore'], { error: 'must be one of auto, require, ignore' }).default('auto'),
  SMTP_CA_FILE: z
    .string()
    .refine(holds(/BEGIN CERTIFICATE/), { error: 'must be the path of certificates in PEM' })
    .optional(),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
  SMTP_CONNECTIONS: whole(1, 50, 5),
  SMTP_PER_SECOND: whole(0, 1000, 0),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_KEY_FILE: z
    .string()
    .refine(holds(/PRIVATE KEY/), { error: 'must be the path of a private key in PEM' })
    .optional(),
  MAIL_CATCH_ALL: mailAddress.optional(),
  MAIL_HOURLY_CAP: whole(0, 10_000, 60),
};

const shape = z.object(mailVariables);
type MailVariables = z.infer<typeof shape>;

/** What goes together is given together. */
export function checkMail(given: Partial<MailVariables>, issues: z.core.$RefinementCtx): void {
  const missing = (path: keyof MailVariables, message: string) =>
    issues.addIssue({ code: 'custom', path: [path], message });
  if (given.SMTP_USER !== undefined && given.SMTP_PASSWORD === undefined)
    missing('SMTP_PASSWORD', 'is missing: SMTP_USER is given');
  const dkim = [given.DKIM_DOMAIN, given.DKIM_SELECTOR, given.DKIM_KEY_FILE];
  if (dkim.includes(undefined) && dkim.some((value) => value !== undefined))
    missing('DKIM_DOMAIN', 'goes with DKIM_SELECTOR and DKIM_KEY_FILE: give the three, or none');
}

export const sendingSettings = (env: MailVariables): SendingSettings => ({
  tls: env.SMTP_TLS,
  authorities: env.SMTP_CA_FILE === undefined ? null : readFileSync(env.SMTP_CA_FILE, 'utf8'),
  login: env.SMTP_USER === undefined ? null : { user: env.SMTP_USER, password: env.SMTP_PASSWORD ?? '' },
  connections: env.SMTP_CONNECTIONS,
  perSecond: env.SMTP_PER_SECOND,
  dkim:
    env.DKIM_DOMAIN === undefined || env.DKIM_SELECTOR === undefined || env.DKIM_KEY_FILE === undefined
      ? null
      : {
          domainName: env.DKIM_DOMAIN,
          keySelector: env.DKIM_SELECTOR,
          privateKey: readFileSync(env.DKIM_KEY_FILE, 'utf8'),
        },
  catchAll: env.MAIL_CATCH_ALL ?? null,
});
