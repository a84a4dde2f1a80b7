'use strict';
// Stands in for the `cas` package that passport-cas2 asks for, which exists only as a git address.
// It answers the same three calls (constructor, validate, logout), in version 2 or 3 of the protocol: the one it is told.

const { parseAnswer } = require('./answer.cjs');
const { CasError } = require('./error.cjs');
const { fetchAnswer } = require('./fetch.cjs');

const ticketSyntax = /^(ST|PT)-[\w.-]{1,250}$/;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const prefixes = { 2: '', 3: '/p3' };

function checkedBase(address) {
  const url = new URL(address);
  const local = url.protocol === 'http:' && loopback.has(url.hostname);
  if (url.protocol !== 'https:' && !local)
    throw new Error(`The CAS server must be reached over https, not ${url.origin}`);
  return address.replace(/\/+$/, '');
}

class CAS {
  /** `allowed_proxies`: addresses through which a proxy ticket may have come; none, and there are no proxy tickets. */
  constructor({ base_url: address, version = 3, allowed_proxies: allowed = [], renew = false, patience = 5000 }) {
    this.base = checkedBase(address);
    this.prefix = prefixes[version] ?? prefixes[3];
    this.allowed = new Set(allowed);
    this.renew = renew;
    this.patience = patience;
  }

  /** `done(error)` or `done(null, true, user, { attributes, ticket, proxies })`. The error is a CasError with a `code`. */
  validate(ticket, done, service) {
    this.answerFor(ticket, service)
      .then(({ user, attributes, proxies }) => done(null, true, user, { attributes, ticket, proxies }))
      .catch((error) => done(error, false));
  }

  async answerFor(ticket, service) {
    const kind = typeof ticket === 'string' ? ticketSyntax.exec(ticket)?.[1] : undefined;
    if (kind === undefined) throw new CasError('INVALID_TICKET', 'not a service ticket');
    if (kind === 'PT' && this.allowed.size === 0) throw new CasError('PROXY_REFUSED', 'proxy tickets are not accepted');
    const page = kind === 'PT' ? 'proxyValidate' : 'serviceValidate';
    const query = new URLSearchParams({ service, ticket, ...(this.renew ? { renew: 'true' } : {}) });
    const answer = parseAnswer(await fetchAnswer(`${this.base}${this.prefix}/${page}?${query}`, this.patience));
    this.checkChain(kind, answer.proxies);
    return answer;
  }

  /** Every proxy of the chain must be allowed; one that is not could speak in the name of anybody. */
  checkChain(kind, proxies) {
    const known = proxies.every((proxy) => this.allowed.has(proxy));
    if (known && (kind === 'PT') === proxies.length > 0) return;
    throw new CasError('PROXY_REFUSED', `came through ${proxies.join(', ').slice(0, 200) || 'no proxy'}`);
  }

  logout(_req, res, returnUrl) {
    const query = returnUrl ? `?${new URLSearchParams({ service: returnUrl })}` : '';
    res.redirect(303, `${this.base}/logout${query}`);
  }
}

module.exports = CAS;
module.exports.CasError = CasError;
