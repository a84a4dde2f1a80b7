'use strict';

const { SaxesParser } = require('saxes');
const { CasError } = require('./error.cjs');

const namespace = 'http://www.yale.edu/tp/cas';
const malformed = (message) => new CasError('MALFORMED', message);

/**
 * Reads an answer of /p3/serviceValidate. A user is believed only at serviceResponse/authenticationSuccess/user, each
 * of the namespace of CAS; whatever else the answer says, a failure anywhere refuses it, and so does a second user.
 */
class Answer {
  open = [];
  failure = null;
  users = [];
  attributes = Object.create(null);

  /** Path of the elements that are open; one that is not of CAS has a name that no path expects. */
  get path() {
    return this.open.map(({ uri, name }) => (uri === namespace ? name : `{${uri}}${name}`)).join('/');
  }

  begin({ uri, local, attributes }) {
    if (local === 'proxies' || local === 'proxy') throw new CasError('PROXY_REFUSED', 'proxy tickets are not accepted');
    if (this.path === 'serviceResponse/authenticationSuccess/user') throw malformed('an element inside the user');
    this.open.push({ uri, name: local, text: '' });
    if (local === 'authenticationFailure') this.failure ??= { code: attributes.code?.value ?? 'UNKNOWN', message: '' };
  }

  read(text) {
    const element = this.open.at(-1);
    if (element !== undefined) element.text += text;
  }

  end() {
    const { path } = this;
    const { name, text } = this.open.pop();
    const value = text.trim();
    if (name === 'authenticationFailure' && this.failure.message === '') this.failure.message = value.slice(0, 200);
    else if (path === 'serviceResponse/authenticationSuccess/user') this.users.push(value);
    else if (this.isAttribute()) this.keep(name, value);
  }

  /** Asked once the element is closed: attributes are the children of `attributes`, of whatever namespace. */
  isAttribute() {
    return this.path === 'serviceResponse/authenticationSuccess/attributes';
  }

  keep(name, value) {
    if (name === '__proto__') return;
    this.attributes[name] ??= [];
    this.attributes[name].push(value);
  }

  result() {
    if (this.failure !== null) throw new CasError(this.failure.code, this.failure.message);
    const [user, ...others] = this.users;
    if (others.length > 0) throw malformed('two users');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (!user || user.length > 255 || /[\u0000-\u001f\u007f]/.test(user)) throw malformed('no user');
    return { user, attributes: this.attributes };
  }
}

function parseXml(xml, answer) {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw malformed(error.message);
  });
  // without a document type there is no entity to define
  parser.on('doctype', () => {
    throw malformed('a document type');
  });
  parser.on('opentag', (tag) => answer.begin(tag));
  parser.on('text', (text) => answer.read(text));
  parser.on('cdata', (text) => answer.read(text));
  parser.on('closetag', () => answer.end());
  parser.write(xml).close();
}

/** `{ user, attributes }`, each attribute a list under its own case; throws a CasError for anything else. */
function parseAnswer(xml) {
  const answer = new Answer();
  parseXml(xml, answer);
  return answer.result();
}

module.exports = { parseAnswer };
