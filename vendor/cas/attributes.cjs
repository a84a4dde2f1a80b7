'use strict';

const structure = new Set(['user', 'attributes', 'userAttributes', 'attribute', 'proxies', 'proxyGrantingTicket']);
const most = 500;

/**
 * The attributes of an answer, wherever servers put them: under `attributes` (CAS 3), under `userAttributes` within it,
 * beside the user (servers of version 2), and as `<cas:attribute name="mail" value="…">` in any of these places.
 */
class Attributes {
  values = Object.create(null);
  count = 0;

  constructor(successPath) {
    const within = `${successPath}/attributes`;
    this.places = new Set([successPath, within, `${within}/userAttributes`]);
  }

  /** An element that ends, in the element at `path`. */
  read(path, name, given, text) {
    if (!this.places.has(path)) return;
    if (name === 'attribute' && given.name !== undefined) this.keep(given.name.value, given.value?.value ?? text);
    else if (!structure.has(name)) this.keep(name, text);
  }

  keep(name, value) {
    if (name === '__proto__' || ++this.count > most) return;
    this.values[name] ??= [];
    this.values[name].push(value.trim());
  }
}

module.exports = { Attributes };
