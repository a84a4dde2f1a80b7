import { isIP } from 'node:net';
import { z } from 'zod';

/** For what a service is shown. A search finds what one of the last two shows: it never shows more. */
export const purposes = ['creation', 'view', 'faq'] as const;
export type Purpose = (typeof purposes)[number];

const missing = 'Ce champ est à remplir.';
const tooLong = 'Ce texte est trop long.';
const text = (max: number) => z.string().trim().max(max, tooLong);
const filled = (max: number) => text(max).min(1, missing);
const id = z.number().int().positive();

const isRange = (range: string) => {
  const [address = '', bits, ...others] = range.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  return (
    family !== 0 && others.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
};

/** Addresses and ranges, as they are typed: separated by commas, spaces or lines. */
export const rangesOf = (typed: string) => typed.split(/[\s,;]+/).filter(Boolean);

const ranges = filled(1000).refine((typed) => rangesOf(typed).length > 0 && rangesOf(typed).every(isRange), {
  error: 'Indiquez des adresses ou des plages, par exemple 193.54.10.7, 10.0.0.0/8 ou 2001:db8::/32.',
});
const attributeName = filled(60).regex(
  /^[a-z][a-z0-9-]*$/i,
  'Indiquez le nom d’un attribut, par exemple eduPersonAffiliation.',
);

const not = z.boolean();
const simple = <K extends string>(kind: K) => z.object({ kind: z.literal(kind), not });

/** One thing asked of somebody; `not` turns it round. */
const testSchema = z.discriminatedUnion('kind', [
  simple('everyone'),
  simple('cas'),
  simple('external'),
  simple('admin'),
  z.object({ kind: z.literal('manager'), not, service: id.nullable() }),
  z.object({ kind: z.literal('affiliation'), not, value: filled(60) }),
  z.object({ kind: z.literal('login'), not, pattern: filled(100) }),
  z.object({
    kind: z.literal('attribute'),
    not,
    name: attributeName,
    compares: z.enum(['equals', 'matches']),
    value: filled(200),
  }),
  z.object({ kind: z.literal('address'), not, ranges }),
]);
export type Test = z.infer<typeof testSchema>;
export type TestKind = Test['kind'];

/** As many as a form can hold. */
export const mostTests = 20;

export const ruleSchema = z.object({
  id: z.uuid(),
  name: filled(100),
  description: text(500),
  enabled: z.boolean(),
  /** One group whose tests all hold is enough. */
  groups: z
    .array(z.array(testSchema).min(1, 'Ajoutez une condition, ou retirez cette alternative.'))
    .min(1, 'Ajoutez au moins une condition.')
    .refine(
      (groups) => groups.flat().length <= mostTests,
      'Une règle a vingt conditions au plus : faites-en deux règles.',
    ),
  purposes: z.array(z.enum(purposes)),
  everything: z.boolean(),
  services: z.array(id).max(500),
  filters: z.array(text(100)).max(20),
  categories: z.array(id).max(500),
  stops: z.boolean(),
});
export type Rule = z.infer<typeof ruleSchema>;

/** The whole of it: rules in their order, and what holds where they show nothing at all. */
export const rulesSchema = z.object({
  rules: z.array(ruleSchema).max(100, 'Cent règles au plus.'),
  otherwise: z.enum(['everything', 'nothing']),
});
export type Rules = z.infer<typeof rulesSchema>;

export const noRules: Rules = { rules: [], otherwise: 'everything' };

/** The attributes of people that the rules ask about, in lower case. */
export const attributesAsked = ({ rules }: Rules): string[] => [
  ...new Set(
    rules.flatMap(({ groups }) =>
      groups.flat().flatMap((test) => (test.kind === 'attribute' ? [test.name.toLowerCase()] : [])),
    ),
  ),
];
