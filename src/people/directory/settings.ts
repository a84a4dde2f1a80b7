import { readFileSync } from 'node:fs';
import { FilterParser } from 'ldapts';
import { z } from 'zod';
import { whole } from '../../web/variables.ts';

/** The names of the attributes, as the directory of the institution has them. An empty one is not used. */
const supann = {
  login: 'uid',
  alias: 'supannAliasLogin',
  name: 'displayName',
  commonName: 'cn',
  surname: 'sn',
  givenName: 'givenName',
  mail: 'mail',
  otherMail: 'supannAutreMail',
  affiliation: 'eduPersonAffiliation',
  primaryAffiliation: 'eduPersonPrimaryAffiliation',
  entity: 'supannEntiteAffectationPrincipale',
  unlisted: 'supannListeRouge',
  entityCode: 'supannCodeEntite',
  entityLabel: 'description',
};
export type AttributeNames = typeof supann;

export interface DirectorySettings {
  /** Tried in this order. */
  urls: readonly string[];
  startTls: boolean;
  ca: string | null;
  bind: { dn: string; password: string } | null;
  baseDn: string;
  /** Who is a person of the directory. */
  filter: string;
  attributes: AttributeNames;
  structuresDn: string | null;
  /** How many people a search shows at most. */
  sizeLimit: number;
  timeLimitSeconds: number;
  /** What the panel on a person shows, besides the name, the affiliation and the entity. */
  facts: readonly { attribute: string; label: string }[];
}

const name = /^[a-z][a-z0-9-]*$/i;

const pairs = (text: string): [string, string][] =>
  text
    .split(/[,;\n]/)
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    });

const knownNames = (text: string) =>
  pairs(text).every(([key, value]) => Object.hasOwn(supann, key) && (value === '' || name.test(value)));

/** Never read, whatever is asked: secrets, national identifiers, private addresses, dates of birth. */
const denied = [
  /^supannCodeINE$/i,
  /nir$|insee$|securiteSociale|numsecu|^(national|fiscal)/i,
  /passw|krb|shadow|^samba|^auth/i,
  /^supann(Mail(Perso|Prive)|AutreTelephonePrive|TelephonePrive|AdressePostalePriv)/i,
  /^(mailForwardingAddress|homePhone|homePostalAddress)$/i,
  /birth|naissance/i,
];
export const isDenied = (attribute: string) => !name.test(attribute) || denied.some((rule) => rule.test(attribute));

const isFilter = (text: string) => {
  try {
    return Boolean(FilterParser.parseString(text));
  } catch {
    return false;
  }
};

const read = (file: string) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

const urls = (text: string) => text.split(/[\s,]+/).filter(Boolean);
const isLdap = (url: string) => URL.canParse(url) && /^ldaps?:$/.test(new URL(url).protocol);

/** Variables of the environment. Without LDAP_URLS, there is no directory. */
export const directoryVariables = {
  LDAP_URLS: z
    .string()
    .refine((text) => urls(text).every(isLdap), {
      error:
        'must be addresses separated by commas, for instance ldaps://ldap1.univ-exemple.fr,ldaps://ldap2.univ-exemple.fr',
    })
    .optional(),
  LDAP_START_TLS: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
  LDAP_CA_FILE: z
    .string()
    .refine((file) => read(file) !== null, { error: 'must be the path of a PEM file that can be read' })
    .optional(),
  LDAP_BIND_DN: z.string().optional(),
  LDAP_BIND_PASSWORD: z.string().optional(),
  LDAP_BASE_DN: z.string().optional(),
  LDAP_FILTER: z
    .string()
    .default('(objectClass=supannPerson)')
    .refine(isFilter, { error: 'must be a filter of RFC 4515, for instance (objectClass=supannPerson)' }),
  LDAP_ATTRIBUTES: z
    .string()
    .default('')
    .refine(knownNames, {
      error: `must be pairs such as name=displayName separated by commas; what may be named: ${Object.keys(supann).join(', ')}`,
    }),
  LDAP_STRUCTURES_DN: z.string().optional(),
  LDAP_SIZE_LIMIT: whole(5, 100, 20),
  LDAP_TIME_LIMIT: whole(1, 30, 2),
  PERSON_FACTS: z.string().default('telephoneNumber=Téléphone, roomNumber=Bureau'),
};

type Variables = z.infer<z.ZodObject<typeof directoryVariables>>;

/** What is missing to reach the directory that LDAP_URLS names. */
export const checkDirectory = (env: Variables, context: z.RefinementCtx): void => {
  if (env.LDAP_URLS === undefined) return;
  const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (env.LDAP_BASE_DN === undefined)
    fault('LDAP_BASE_DN', 'is missing: where people are, for instance ou=people,dc=univ-exemple,dc=fr');
  if ((env.LDAP_BIND_DN === undefined) !== (env.LDAP_BIND_PASSWORD === undefined))
    fault('LDAP_BIND_PASSWORD', 'goes with LDAP_BIND_DN: set both, or none to search without signing in');
};

const bindOf = ({ LDAP_BIND_DN: dn, LDAP_BIND_PASSWORD: password }: Variables) =>
  dn === undefined || password === undefined ? null : { dn, password };

export const directorySettings = (env: Variables): DirectorySettings | null =>
  env.LDAP_URLS === undefined
    ? null
    : {
        urls: urls(env.LDAP_URLS),
        startTls: env.LDAP_START_TLS === '1',
        ca: env.LDAP_CA_FILE === undefined ? null : read(env.LDAP_CA_FILE),
        bind: bindOf(env),
        baseDn: env.LDAP_BASE_DN ?? '',
        filter: env.LDAP_FILTER,
        attributes: { ...supann, ...Object.fromEntries(pairs(env.LDAP_ATTRIBUTES)) },
        structuresDn: env.LDAP_STRUCTURES_DN ?? null,
        sizeLimit: env.LDAP_SIZE_LIMIT,
        timeLimitSeconds: env.LDAP_TIME_LIMIT,
        facts: pairs(env.PERSON_FACTS)
          .map(([attribute, label]) => ({ attribute, label: label || attribute }))
          .filter(({ attribute }) => !isDenied(attribute)),
      };
