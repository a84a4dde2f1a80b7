import { isIP } from 'node:net';
import { z } from 'zod';
import { isDenied } from '../../people/directory/settings.ts';
import { isAcyclic } from './nesting.ts';

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
const attributeName = filled(60)
  .regex(/^[a-z][a-z0-9-]*$/i, 'Indiquez le nom d’un attribut, par exemple eduPersonAffiliation.')
  .refine((name) => !isDenied(name), 'Cet attribut n’est jamais lu : il est secret ou trop personnel.');

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
    capitals: z.enum(['ignored', 'distinguished']).default('ignored'),
  }),
  z.object({ kind: z.literal('address'), not, ranges }),
  z.object({ kind: z.literal('named'), not, condition: z.uuid('Choisissez une condition nommée.') }),
]);
export type Test = z.infer<typeof testSchema>;
export type TestKind = Test['kind'];

/** As many as a form can hold. */
export const mostTests = 20;

/** One group whose tests all hold is enough. */
const groups = z
  .array(z.array(testSchema).min(1, 'Ajoutez une condition, ou retirez cette alternative.'))
  .min(1, 'Ajoutez au moins une condition.')
  .refine(
    (all) => all.flat().length <= mostTests,
    'Vingt conditions au plus : faites-en deux règles, ou une condition nommée.',
  );
export type Groups = z.infer<typeof groups>;

const headed = { id: z.uuid(), name: filled(100), description: text(500) };

/** A condition written once, under a name, for several rules: the rules in which it stands nest it. */
export const conditionSchema = z.object({ ...headed, groups });
export type Condition = z.infer<typeof conditionSchema>;

/** What is shown: services by number or by their « filtre », and hidden categories with the services that hold them. */
export const showingSchema = z.object({
  everything: z.boolean(),
  services: z.array(id).max(500),
  filters: z.array(text(100)).max(20),
  categories: z.array(id).max(500),
});
export type Showing = z.infer<typeof showingSchema>;

export const ruleSchema = z.object({
  ...headed,
  enabled: z.boolean(),
  groups,
  purposes: z.array(z.enum(purposes)),
  ...showingSchema.shape,
  stops: z.boolean(),
});
export type Rule = z.infer<typeof ruleSchema>;

type Refine = (rules: { conditions: Condition[]; rules: Rule[] }, ctx: z.RefinementCtx) => void;

/** A named condition must be there, have a name of its own, and never stand in itself, however far. */
const nested: Refine = ({ conditions, rules }, ctx) => {
  const fault = (path: PropertyKey[], message: string) => ctx.addIssue({ code: 'custom', path, message });
  const known = new Set(conditions.map((one) => one.id));
  const names = conditions.map(({ name }) => name.toLowerCase());
  for (const [family, items] of Object.entries({ conditions, rules }))
    for (const [rank, item] of items.entries())
      for (const [at, group] of item.groups.entries())
        for (const [place, test] of group.entries()) {
          const where = [family, rank, 'groups', at, place, 'condition'];
          if (test.kind !== 'named') continue;
          if (!known.has(test.condition)) fault(where, 'Cette condition nommée n’existe plus.');
          else if (family === 'conditions' && !isAcyclic(conditions, item.id, test.condition))
            fault(where, 'Cette condition dépend de celle-ci : elle ne peut pas en faire partie.');
        }
  for (const [rank, name] of names.entries())
    if (names.indexOf(name) !== names.lastIndexOf(name))
      fault(['conditions', rank, 'name'], 'Une autre condition porte ce nom.');
};

/** The whole of it: named conditions, rules in their order, and what holds where they show nothing at all. */
export const rulesSchema = z
  .object({
    conditions: z.array(conditionSchema).max(50, 'Cinquante conditions nommées au plus.'),
    rules: z.array(ruleSchema).max(100, 'Cent règles au plus.'),
    otherwise: showingSchema,
  })
  .superRefine(nested);
export type Rules = z.infer<typeof rulesSchema>;

export const nothingShown: Showing = { everything: false, services: [], filters: [], categories: [] };
export const allShown: Showing = { ...nothingShown, everything: true };
export const noRules: Rules = { conditions: [], rules: [], otherwise: allShown };

/** The attributes of people that the rules ask about, in lower case. */
export const attributesAsked = ({ rules, conditions }: Rules): string[] => [
  ...new Set(
    [...rules, ...conditions].flatMap((one) =>
      one.groups.flat().flatMap((test) => (test.kind === 'attribute' ? [test.name.toLowerCase()] : [])),
    ),
  ),
];
