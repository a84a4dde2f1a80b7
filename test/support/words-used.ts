import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { handoverFields } from '../../src/administration/handover.ts';
import { lastOneFields, managerFields, newManagerFields } from '../../src/administration/manager-fields.ts';
import { removalFields } from '../../src/administration/removal.ts';
import { categoryFields, serviceFields } from '../../src/administration/settings/fields.ts';
import { catalogue } from '../../src/tickets/actions/index.ts';
import { operations } from '../../src/tickets/bulk/operations.ts';
import { advancedFields, onBehalfFields, requestFields } from '../../src/tickets/file-ticket.ts';
import { originWords, priorityWords, statusWords } from '../../src/tickets/ticket.ts';
import { audienceWords, visibilityWords } from '../../src/tickets/visibility.ts';
import type { Fields } from '../../src/web/fields.ts';
import { pictograms } from '../../src/web/pictograms.ts';

const root = path.join(import.meta.dirname, '../..');

// t('…'), page.t("…"), required: '…', title: '…' and the like: what ends up translated
const literal = `(?:'((?:[^'\\\\\\n]|\\\\.)+)'|"((?:[^"\\\\\\n]|\\\\.)+)")`;
const patterns = [
  new RegExp(`\\bt\\(\\s*${literal}`, 'g'),
  new RegExp(`new (?:NotFound|Refused)\\(\\s*${literal}`, 'g'),
  // why a field is refused; elsewhere a reason is a name of code
  new RegExp(`\\breason:\\s*(?=['"][A-ZÀ-Ý])${literal}`, 'g'),
  // a name of code has neither a space nor a capital
  new RegExp(
    `\\b(?:required|consequence|message|title|text|label|meaning|sentence|unchanged|LIMIT_\\w+):\\s*(?=['"]\\S*[ A-ZÀ-Ý])${literal}`,
    'g',
  ),
];

async function literals(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['src', 'views']) {
    for (const file of await readdir(path.join(root, folder), { recursive: true })) {
      if (!/\.(ts|ejs)$/.test(file) || /^demo\/|^start\.ts$/.test(file)) continue;
      const source = await readFile(path.join(root, folder, file), 'utf8');
      for (const pattern of patterns) {
        for (const [, single, double] of source.matchAll(pattern))
          found.push((single ?? double ?? '').replaceAll("\\'", "'"));
      }
    }
  }
  return found;
}

const ofFields = (fields: Fields) =>
  Object.values(fields).flatMap(({ label, help, options }) => [
    label,
    help ?? '',
    ...(options ?? []).map((option) => option.label),
  ]);

const sentences = (action: (typeof catalogue)[number]) => [
  action.sentence({}),
  action.sentence({ who: { people: [] } }),
  action.sentence({ from: { text: '' }, to: { text: '' }, owner: { person: 1 }, until: { date: '' } }),
];

/** Every French text that the interface translates, from the code, the views and the catalogue. */
export async function wordsUsed(): Promise<string[]> {
  const all = [
    ...(await literals()),
    ...catalogue.flatMap((action) => [
      action.label,
      action.button,
      action.done,
      action.consequence ?? '',
      ...sentences(action),
      action.note?.({ how: { word: '' } }) ?? '',
      ...ofFields(action.fields),
    ]),
    ...[
      serviceFields,
      categoryFields,
      managerFields,
      newManagerFields,
      lastOneFields,
      removalFields,
      handoverFields,
      requestFields,
      advancedFields,
      onBehalfFields,
    ].flatMap(ofFields),
    ...Object.values(operations).flatMap(({ label, button, done }) => [label, button, done]),
    ...Object.values(statusWords).map(({ label }) => label),
    ...Object.values(priorityWords).map(({ label }) => label),
    ...Object.values(audienceWords).map(({ label }) => label),
    ...Object.values(visibilityWords),
    ...Object.values(originWords),
    ...Object.entries(pictograms).flatMap(([theme, words]) => [theme, ...Object.values(words)]),
  ];
  return [...new Set(all)].filter((text) => text !== '').sort();
}
