const longest = 2000;

/** `path` when it is an address of ours that a redirection may lead to, else null. */
export function ownPath(path: unknown, publicUrl: string): string | null {
  if (typeof path !== 'string' || path.length > longest) return null;
  // a browser reads a backslash as a slash, drops tabs and line ends, and takes `//` for another site
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(path) || !URL.canParse(path, publicUrl)) return null;
  return new URL(path, publicUrl).origin === new URL(publicUrl).origin ? path : null;
}

/** The path that a person asked for, without its query. */
export const pathOnly = (url: string) => url.split('?', 1)[0] ?? url;
