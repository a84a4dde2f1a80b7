import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { root } from './root.ts';

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];
export type Translate = (text: string, values?: Record<string, string | number>) => string;

const readWords = (language: Language): ReadonlyMap<string, string> =>
  new Map(Object.entries(JSON.parse(readFileSync(join(root, 'locales', `${language}.json`), 'utf8'))));

const dictionaries = { fr: readWords('fr'), en: readWords('en') };

const i18n = i18next.createInstance();
await i18n.init({
  lng: 'fr',
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: {
    fr: { translation: Object.fromEntries(dictionaries.fr) },
    en: { translation: Object.fromEntries(dictionaries.en) },
  },
});

/** A text around the places of its values: one text more than names. */
interface Pieces {
  texts: readonly string[];
  names: readonly string[];
}

const cut = (text: string): Pieces => {
  const pieces = text.split(/\{\{(\w+)\}\}/);
  return { texts: pieces.filter((_, at) => at % 2 === 0), names: pieces.filter((_, at) => at % 2 === 1) };
};

/** `{{name}}` gives way to its value, as i18next does, which costs ten times more. */
function filled({ texts, names }: Pieces, values: Record<string, string | number>): string {
  let whole = texts[0] as string;
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] as string;
    whole += String(values[name] ?? `{{${name}}}`) + texts[at + 1];
  }
  return whole;
}

/** The French text is its own key. A text that no dictionary knows, such as a name, comes back as it is. */
const translateTo = (language: Language): Translate => {
  const translate = i18n.getFixedT(language);
  const rules = new Intl.PluralRules(language);
  const known = (text: string) => dictionaries[language].get(text) ?? text;
  const cutTexts = new Map<string, Pieces>();
  const plurals = new Map<string, Pieces>();
  // only our own texts have values: there are some hundreds
  const remembered = (cutOnes: Map<string, Pieces>, key: string, text: () => string) => {
    const found = cutOnes.get(key) ?? cut(text());
    cutOnes.set(key, found);
    return found;
  };
  return (text, values) => {
    if (values === undefined) return known(text);
    const { count } = values;
    if (count === undefined)
      return filled(
        remembered(cutTexts, text, () => known(text)),
        values,
      );
    const form = rules.select(Number(count));
    const one = () => translate(text, { count, skipInterpolation: true });
    return filled(remembered(plurals, `${form} ${text}`, one), values);
  };
};

const translators: Record<Language, Translate> = { fr: translateTo('fr'), en: translateTo('en') };

export const translator = (language: Language): Translate => translators[language];

const typesetting = /[:;?!%»«]|\d (?:h|ko|Mo|Go|octets?)\b/;

/** French typography: a space before `:`, `;`, `!`, `?`, `%`, inside « » and between the parts of a time never breaks. */
const frenchTypography = (text: string): string =>
  typesetting.test(text)
    ? text
        .replace(/ (?=[:;?!%»])/g, '\u00a0')
        .replace(/« /g, '«\u00a0')
        .replace(/(\d) (h|ko|Mo|Go|octets?)\b(?: (?=\d))?/g, (match) => match.replaceAll(' ', '\u00a0'))
    : text;

/** Our own texts, typeset once: a page shows a hundred of them. */
const typeset = new Map([...dictionaries.en.keys()].map((text) => [text, frenchTypography(translators.fr(text))]));

/** The words of a page. In French they are typeset too, what they quote included. */
export const pageTranslator = (language: Language): Translate =>
  language === 'fr'
    ? (text, values) =>
        (values === undefined ? typeset.get(text) : undefined) ?? frenchTypography(translators.fr(text, values))
    : translators[language];
