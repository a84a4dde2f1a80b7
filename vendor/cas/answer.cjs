'use strict';

const { SaxesParser } = require('saxes');
const { Attributes } = require('./attributes.cjs');
const { CasError } = require('./error.cjs');

const namespace = 'http://www.yale.edu/tp/cas';
const successPath = 'serviceResponse/authenticationSuccess';
const userPath = `${successPath}/user`;
const proxyPath = `${successPath}/proxies/proxy`;
const malformed = (message) => new CasError('MALFORMED', message);

/**
 * Reads an answer of validation. A user is believed only at serviceResponse/authenticationSuccess/user, each of the
 * namespace of CAS; whatever else the answer says, a failure anywhere refuses it, and so does a second user.
 */
class Answer {
  open = [];
  failure = null;
  successes = 0;
  users = [];
  proxies = [];
  attributes = new Attributes(successPath);

  /** Path of the elements that are open; one that is not of CAS has a name that no path expects. */
  get path() {
    return this.open.map(({ uri, name }) => (uri === namespace ? name : `{${uri}}${name}`)).join('/');
  }

  begin({ uri, local, attributes }) {
    this.refuseInsideUser('an element');
    this.open.push({ uri, name: local, given: attributes, text: '' });
    if (this.path === successPath) this.successes += 1;
    if (local === 'authenticationFailure') this.failure ??= { code: attributes.code?.value ?? 'UNKNOWN', message: '' };
    // wherever it stands: who came through a proxy must never pass for somebody who came alone
    if (local === 'proxies' || local === 'proxy') this.proxied = true;
  }

  read(text) {
    const element = this.open.at(-1);
    if (element !== undefined) element.text += text;
  }

  end() {
    const { path } = this;
    const { name, given, text } = this.open.pop();
    const value = text.trim();
    if (name === 'authenticationFailure' && this.failure.message === '') this.failure.message = value.slice(0, 200);
    if (path === userPath) this.users.push(value);
    else if (path === proxyPath) this.proxies.push(value);
    else this.attributes.read(this.path, name, given, value);
  }

  /** Programs disagree on what « ad<!-- -->min » says: nobody is named so. */
  refuseInsideUser(what) {
    if (this.path === userPath) throw malformed(`${what} inside the user`);
  }

  result() {
    if (this.failure !== null) throw new CasError(this.failure.code, this.failure.message);
    const [user, ...others] = this.users;
    if (others.length > 0 || this.successes > 1) throw malformed('two users');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (!user || user.length > 255 || /[\u0000-\u001f\u007f]/.test(user)) throw malformed('no user');
    if (this.proxied && this.proxies.length === 0) throw malformed('proxies out of place');
    return { user, attributes: this.attributes.values, proxies: this.proxies };
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
  parser.on('comment', () => answer.refuseInsideUser('a comment'));
  parser.on('processinginstruction', () => answer.refuseInsideUser('an instruction'));
  parser.on('opentag', (tag) => answer.begin(tag));
  parser.on('text', (text) => answer.read(text));
  parser.on('cdata', (text) => answer.read(text));
  parser.on('closetag', () => answer.end());
  parser.write(xml).close();
}

/** `{ user, attributes, proxies }`, each attribute a list under its own case; throws a CasError for anything else. */
function parseAnswer(xml) {
  const answer = new Answer();
  parseXml(xml, answer);
  return answer.result();
}

module.exports = { parseAnswer };
