import type { Request } from 'express';
import { hasToken, isWrite } from './csrf.ts';
import { plainText } from './rich-text.ts';

/** A password is typed again: it is neither kept nor shown. */
export const secretFields: ReadonlySet<string> = new Set(['_csrf', 'password', 'again', 'current', 'token']);

/**
 * What somebody wrote in a form that can no longer be sent, such as that of a category deleted meanwhile, to be copied
 * from the page that says so. Only sentences: identifiers and choices have no space.
 */
export function typedTexts(req: Request): string[] {
  if (!isWrite(req) || !hasToken(req)) return [];
  return Object.entries((req.body ?? {}) as Record<string, unknown>)
    .filter(([name]) => !secretFields.has(name))
    .flatMap(([, value]) => (typeof value === 'string' && /\S\s+\S/.test(value) ? [plainText(value)] : []));
}
