import { randomUUID } from 'node:crypto';
import { escapeMarkup } from '../html.ts';
import type { DemoPerson } from '../people.ts';

export type FailureCode = 'INVALID_REQUEST' | 'INVALID_TICKET' | 'INVALID_SERVICE' | 'INTERNAL_ERROR';

// XML has no way to write the other control characters
const text = (value: string) =>
  escapeMarkup([...value].filter((character) => character >= ' ' || '\t\n\r'.includes(character)).join(''));

const element = (name: string, value: string) => `<cas:${name}>${text(value)}</cas:${name}>`;

const response = (content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">\n${content}\n</cas:serviceResponse>\n`;

const attributes = ({ login, displayName, mail, affiliations }: DemoPerson) =>
  [
    element('uid', login),
    element('displayName', displayName),
    ...(mail === null ? [] : [element('mail', mail)]),
    ...affiliations.map((affiliation) => element('eduPersonAffiliation', affiliation)),
  ].join('\n');

export const success = (person: DemoPerson, fresh: boolean) =>
  response(
    `<cas:authenticationSuccess>\n${element('user', person.login)}\n<cas:attributes>\n${attributes(person)}\n` +
      `${element('isFromNewLogin', String(fresh))}\n</cas:attributes>\n</cas:authenticationSuccess>`,
  );

export const failure = (code: FailureCode, explanation: string) =>
  response(`<cas:authenticationFailure code="${code}">${text(explanation)}</cas:authenticationFailure>`);

/** What the back channel tells a service: the session opened by this ticket has ended. */
export const logoutRequest = (ticket: string, at: Date) =>
  '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ' +
  `ID="LR-${randomUUID()}" Version="2.0" IssueInstant="${at.toISOString()}">` +
  `<saml:NameID>@NOT_USED@</saml:NameID><samlp:SessionIndex>${text(ticket)}</samlp:SessionIndex></samlp:LogoutRequest>`;
