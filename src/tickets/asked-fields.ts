import type { Fields } from '../web/fields.ts';
import type { Situation } from './situation.ts';

/** When the fields that are not for everybody are asked; a field may be required in some situations only. */
const conditions: Record<string, (situation: Situation) => boolean | 'required'> = {
  manager: ({ standing }) => standing.manages,
  handler: ({ standing }) => standing.handles,
  'spent-time': ({ standing, spentTimeRequired }) =>
    standing.manages && (spentTimeRequired && !standing.owns ? 'required' : true),
};

/** The fields of a form for who fills it in. What is not asked is not read either. */
export const askedFields = (fields: Fields, situation: Situation): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const asked = field.askedWhen === undefined || (conditions[field.askedWhen]?.(situation) ?? false);
      if (asked === false) return [];
      return [[name, asked === 'required' ? { ...field, required: true } : field]];
    }),
  );
