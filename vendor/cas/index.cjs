'use strict';
// Stands in for the `cas` package that passport-cas2 asks for, which exists only as a git address.
// It answers the same three calls (constructor, validate, logout) and speaks version 3.0 of the protocol only.

const { parseAnswer } = require('./answer.cjs');
const { CasError } = require('./error.cjs');

const ticketSyntax = /^ST-[\w.-]{1,250}$/;
const longestAnswer = 100_000;
const patience = 5_000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkedBase(address) {
  const url = new URL(address);
  const local = url.protocol === 'http:' && loopback.has(url.hostname);
  if (url.protocol !== 'https:' && !local)
    throw new Error(`The CAS server must be reached over https, not ${url.origin}`);
  return address.replace(/\/+$/, '');
}

/** The whole body, or an error as soon as it is too long: a hostile answer must not fill the memory. */
async function readCapped(response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > longestAnswer) throw new CasError('MALFORMED', 'the answer is too long');
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new CasError('MALFORMED', 'the answer is not UTF-8');
  }
}

async function fetchAnswer(address) {
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(address, {
      redirect: 'error',
      signal,
      headers: { accept: 'application/xml, text/xml' },
    });
    if (response.status >= 500) throw new CasError('UNREACHABLE', `the server answered ${response.status}`);
    if (!response.ok) throw new CasError('MALFORMED', `the server answered ${response.status}`);
    return await readCapped(response);
  } catch (error) {
    if (error instanceof CasError) throw error;
    throw new CasError('UNREACHABLE', error.cause?.message ?? error.message);
  }
}

class CAS {
  constructor({ base_url: address }) {
    this.base = checkedBase(address);
  }

  /** `done(error)` or `done(null, true, user, { attributes, ticket, proxies })`. The error is a CasError with a `code`. */
  validate(ticket, done, service) {
    this.answerFor(ticket, service)
      .then(({ user, attributes }) => done(null, true, user, { attributes, ticket, proxies: [] }))
      .catch((error) => done(error, false));
  }

  async answerFor(ticket, service) {
    if (typeof ticket !== 'string' || !ticketSyntax.test(ticket))
      throw new CasError('INVALID_TICKET', 'not a service ticket');
    return parseAnswer(
      await fetchAnswer(`${this.base}/p3/serviceValidate?${new URLSearchParams({ service, ticket })}`),
    );
  }

  logout(_req, res, returnUrl) {
    const query = returnUrl ? `?${new URLSearchParams({ service: returnUrl })}` : '';
    res.redirect(303, `${this.base}/logout${query}`);
  }
}

module.exports = CAS;
module.exports.CasError = CasError;
