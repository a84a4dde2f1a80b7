import type { Field } from './fields.ts';

/** The same text, of which something more is asked. */
export const withRule = (field: Field<string>, rule: (text: string) => boolean, reason: string): Field<string> => ({
  ...field,
  schema: (options) => field.schema(options).refine(rule, reason),
});
