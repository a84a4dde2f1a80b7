import { z } from 'zod';

const wordNames = ['login', 'displayName', 'givenName', 'surname', 'mail', 'affiliation'] as const;
type Word = (typeof wordNames)[number];

/** Name of the attribute in which the CAS server says each thing; without `login`, it is the user of the answer. */
export type CasAttributes = Record<Exclude<Word, 'login'>, string> & { login: string | null };

export interface CasSettings {
  /** 3 asks at /p3/serviceValidate, 2 at /serviceValidate; never one when the other is configured. */
  protocol: 2 | 3;
  attributes: CasAttributes;
  /** Through which a proxy ticket may have come; none, and there are no proxy tickets. */
  proxies: string[];
  /** On public pages, ask the CAS server once per browser session whether it knows the visitor. */
  gateway: boolean;
  /** A password at each sign-in, even for who is signed in elsewhere. */
  renew: boolean;
  timeoutMs: number;
}

const usualCasAttributes: CasAttributes = {
  login: null,
  displayName: 'displayName',
  givenName: 'givenName',
  surname: 'sn',
  mail: 'mail',
  affiliation: 'eduPersonAffiliation',
};

const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

const pairs = (text: string) => list(text).map((pair) => pair.split('=').map((side) => side.trim()));
const isPair = ([word = '', name = '', ...others]: string[]) =>
  wordNames.some((known) => known === word) && name !== '' && others.length === 0;

export const onOff = (ifAbsent: 'on' | 'off') =>
  z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .default(ifAbsent)
    .transform((value) => value === 'on');

/** Addresses separated by commas, each of one of these protocols. */
export const addressList = (protocols: readonly string[]) =>
  z
    .string()
    .default('')
    .transform(list)
    .refine((all) => all.every((url) => URL.canParse(url) && protocols.includes(new URL(url).protocol)), {
      error: `must be addresses separated by commas, each beginning with ${protocols.join('// or ')}//`,
    });

/** The variables of the CAS server besides its address. */
export const casVariables = {
  CAS_PROTOCOL: z.enum(['2', '3'], { error: 'must be 2 (/serviceValidate) or 3 (/p3/serviceValidate)' }).default('3'),
  CAS_ATTRIBUTES: z
    .string()
    .default('')
    .refine((text) => pairs(text).every(isPair), {
      error: `must be pairs such as displayName=cn,mail=mail; the names known are ${wordNames.join(', ')}`,
    }),
  CAS_PROXIES: addressList(['https:']),
  CAS_GATEWAY: onOff('off'),
  CAS_RENEW: onOff('off'),
  CAS_TIMEOUT_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(1, { error: 'must be at least 1' })
    .max(60, { error: 'must be at most 60' })
    .default(5),
};

type Variables = z.infer<z.ZodObject<typeof casVariables>>;

export const casSettings = (env: Variables): CasSettings => ({
  protocol: env.CAS_PROTOCOL === '2' ? 2 : 3,
  attributes: { ...usualCasAttributes, ...Object.fromEntries(pairs(env.CAS_ATTRIBUTES)) },
  proxies: env.CAS_PROXIES,
  // the protocol has no gateway for who must always type a password
  gateway: env.CAS_GATEWAY && !env.CAS_RENEW,
  renew: env.CAS_RENEW,
  timeoutMs: env.CAS_TIMEOUT_SECONDS * 1000,
});
