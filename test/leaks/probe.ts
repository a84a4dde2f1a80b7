import { randomUUID } from 'node:crypto';
import type { Page, Visitor } from '../support/visitor.ts';
import type { Probed, Surface } from './surfaces.ts';

/** Opens an address as this person, or sends it a form that shows an old version of the ticket. */
export class Probe {
  readonly visitor: Visitor;
  #csrf: string | undefined;

  constructor(visitor: Visitor) {
    this.visitor = visitor;
  }

  async open({ address, method, route }: Surface, ticket: Probed): Promise<Page> {
    if (method === undefined) return this.visitor.get(address(ticket));
    this.#csrf ??= await this.visitor.token();
    const fields = { _csrf: this.#csrf, version: '1', batch: randomUUID(), message: 'Trop tard' };
    return this.visitor.post(address(ticket), fields, { multipart: route.includes('/actions/') });
  }
}

const changing = /^(date|etag|set-cookie|ratelimit|content-length$|x-request-id)/;

/** Without what is new at each request. */
export const steady = (text: string) =>
  text
    .replace(/name="_csrf" value="[^"]*"/g, '')
    .replace(/name="csp-nonce" content="[^"]*"|nonce="[^"]*"|'nonce-[^']*'/g, '');

/** All that an answer says, its number apart and what is new at each request. */
export const answered = (page: Page, visitor: Visitor, ticket: Probed) => {
  const plain = (text: string) =>
    steady(text)
      .replaceAll(new RegExp(`\\b${ticket.id}\\b`, 'g'), 'N')
      .replaceAll(ticket.file, 'F')
      .replaceAll(new RegExp(`on(=|%3D)${ticket.entry}\\b`, 'g'), 'on=E');
  const headers = [...page.response.headers].filter(([name]) => !changing.test(name));
  return {
    status: page.status,
    headers: headers.map(([name, value]) => `${name}: ${plain(value)}`),
    way: visitor.trail.map(plain),
    html: plain(page.html),
  };
};

/** The words of the scene that a text says, by kind: their ranks. */
export const said = (text: string) => {
  const found = { nom: new Set<number>(), sujet: new Set<number>(), texte: new Set<number>() };
  const all = { ...found, fichier: new Set<number>(), ancien: new Set<number>() };
  for (const [, kind, rank] of text.matchAll(/z(nom|sujet|texte|fichier|ancien)(\d+)z/g)) {
    all[kind as keyof typeof all].add(Number(rank));
  }
  return all;
};
