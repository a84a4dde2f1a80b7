import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { root } from './root.ts';

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];
export type Translate = (text: string, values?: Record<string, string | number>) => string;

const readWords = (language: Language): Record<string, string> =>
  JSON.parse(readFileSync(join(root, 'locales', `${language}.json`), 'utf8'));

const dictionaries = { fr: readWords('fr'), en: readWords('en') };

const i18n = i18next.createInstance();
await i18n.init({
  lng: 'fr',
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { fr: { translation: dictionaries.fr }, en: { translation: dictionaries.en } },
});

/** `{{name}}` gives way to its value, as i18next does, which costs ten times more; its plurals are left to it. */
const filled = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));

/** The French text is its own key. A text that no dictionary knows, such as a name, comes back as it is. */
const translateTo = (language: Language): Translate => {
  const translate = i18n.getFixedT(language);
  const known = (text: string) => dictionaries[language][text] ?? text;
  return (text, values) => {
    if (values === undefined) return known(text);
    return 'count' in values ? translate(text, values) : filled(known(text), values);
  };
};

const translators: Record<Language, Translate> = { fr: translateTo('fr'), en: translateTo('en') };

export const translator = (language: Language): Translate => translators[language];

/** French typography: a space before `:`, `;`, `!`, `?`, `%`, inside « » and between the parts of a time never breaks. */
const frenchTypography = (text: string): string =>
  text
    .replace(/ (?=[:;?!%»])/g, '\u00a0')
    .replace(/« /g, '«\u00a0')
    .replace(/(\d) (h|ko|Mo|Go|octets?)\b(?: (?=\d))?/g, (match) => match.replaceAll(' ', '\u00a0'));

/** Our own texts, typeset once: a page shows a hundred of them. */
const typeset = new Map(Object.keys(dictionaries.en).map((text) => [text, frenchTypography(translators.fr(text))]));

/** The words of a page. In French they are typeset too, what they quote included. */
export const pageTranslator = (language: Language): Translate =>
  language === 'fr'
    ? (text, values) =>
        (values === undefined ? typeset.get(text) : undefined) ?? frenchTypography(translators.fr(text, values))
    : translators[language];
