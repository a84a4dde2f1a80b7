'use strict';

/** `code` is one of the protocol (INVALID_TICKET…), or UNREACHABLE, TIMEOUT, MALFORMED, PROXY_REFUSED of ours. */
class CasError extends Error {
  constructor(code, message) {
    super(`CAS ${code}: ${message}`);
    this.name = 'CasError';
    this.code = code;
  }
}

module.exports = { CasError };
