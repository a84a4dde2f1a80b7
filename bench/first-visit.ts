import { type Call, send } from './load.ts';

export interface FirstVisit {
  requests: number;
  bytes: number;
  parts: { path: string; bytes: number }[];
}

const local = (address: string | undefined) => (address?.startsWith('/') ? (address.split('#')[0] as string) : null);

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => local(found));

/** What a browser fetches on its own account: styles, scripts, icons, images. */
const fetchedBy = (html: string) => [
  ...matches(html, /<link\b[^>]*rel="(?:stylesheet|icon|manifest|preload)"[^>]*href="([^"]+)"/g),
  ...matches(html, /<(?:script|img|source)\b[^>]*\bsrc="([^"]+)"/g),
  ...matches(html, /<use\b[^>]*href="([^"]+)"/g),
];

const inRange = (range: string, point: number) => {
  const [from = '', to = from] = range.trim().replace('U+', '').split('-');
  return point >= Number.parseInt(from, 16) && point <= Number.parseInt(to, 16);
};

/** A font is fetched when a character of the page is among its own. */
const isNeeded = (face: string, points: ReadonlySet<number>) => {
  const ranges = /unicode-range:([^;}]+)/.exec(face)?.[1]?.split(',');
  return ranges === undefined || [...points].some((point) => ranges.some((range) => inRange(range, point)));
};

const styledBy = (css: string, html: string) => {
  const points = new Set([...html].map((letter) => letter.codePointAt(0) as number));
  const faces = css.match(/@font-face\s*{[^}]*}/g) ?? [];
  const fonts = faces.filter((face) => isNeeded(face, points));
  const rest = css.replace(/@font-face\s*{[^}]*}/g, '');
  return [...fonts, rest].flatMap((text) => matches(text, /url\(["']?([^"')]+)/g));
};

async function download(port: number, call: Call) {
  const { status, body, headers } = await send(port, call, 'br, gzip');
  if (status !== 200) throw new Error(`${call.path} answered ${status}`);
  const plain = headers['content-encoding'] === undefined ? body : (await send(port, call)).body;
  return { path: call.path, bytes: body.length, text: plain.toString('utf8') };
}

/** The page and all that it needs, as they come over the network to a browser that has nothing yet. */
export async function firstVisit(port: number, call: Call): Promise<FirstVisit> {
  const page = await download(port, call);
  const found = new Map([[page.path, page]]);
  const take = async (paths: (string | null)[]) => {
    for (const path of paths) if (path !== null && !found.has(path)) found.set(path, await download(port, { path }));
  };
  await take(fetchedBy(page.text));
  for (const { path, text } of [...found.values()]) if (path.endsWith('.css')) await take(styledBy(text, page.text));
  const parts = [...found.values()].map(({ path, bytes }) => ({ path, bytes }));
  return { requests: parts.length, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts };
}
