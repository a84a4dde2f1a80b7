import { z } from 'zod';
import type { Field, Option } from './fields.ts';

interface ChoiceSettings {
  widget?: 'select' | 'radios' | 'icons';
  required?: boolean;
  help?: string;
  initial?: string;
}

const amongOptions = (options: readonly Option[], settings: ChoiceSettings) =>
  z.string().refine(
    // an optional choice may be left alone: what it starts with is then no choice of the person's
    (value) =>
      options.some((option) => option.value === value) ||
      (settings.required === false && (value === '' || value === settings.initial)),
    'Choisissez une des valeurs proposées.',
  );

/** Making a schema costs more than reading a whole form with it: those of short lists, of which there are few, are kept. */
function remembered<T>(make: (options: readonly Option[]) => T): (options: readonly Option[]) => T {
  const made = new Map<string, T>();
  return (options) => {
    if (options.length > 12) return make(options);
    const key = JSON.stringify(options.map(({ value }) => value));
    const found = made.get(key) ?? make(options);
    if (made.size < 100) made.set(key, found);
    return found;
  };
}

/** One of the options offered; an option that was not offered is refused. */
export const choice = (
  label: string,
  choices: string | readonly Option[],
  settings: ChoiceSettings = {},
): Field<string> => {
  const among = remembered((options) => amongOptions(options, settings));
  return {
    widget: settings.widget ?? 'select',
    label,
    ...(settings.help === undefined ? {} : { help: settings.help }),
    required: settings.required ?? true,
    ...(typeof choices === 'string' ? { choices } : { options: choices }),
    initial: settings.initial ?? '',
    schema: among,
  };
};
