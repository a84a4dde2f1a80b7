import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dialects, failed } from '../support/cas-dialects.ts';
import { CasServer } from '../support/cas-server.ts';
import { aWorld, type World } from '../support/world.ts';

const cas = 'xmlns:cas="http://www.yale.edu/tp/cas"';
const success = (inside: string, { ns = cas, before = '' } = {}) =>
  `${before}<cas:serviceResponse ${ns}><cas:authenticationSuccess>${inside}</cas:authenticationSuccess></cas:serviceResponse>`;
const user = '<cas:user>admin</cas:user>';
const plain = success(user);
const entities = (many: number) =>
  `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: many }, (_, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};">`).join('')}]>`;

/** What a hostile or broken server may say, none of which names anybody. */
const refused: Record<string, string | Buffer> = {
  'nothing at all': '',
  'no XML': 'yes\nadmin\n',
  'a page of HTML': '<!doctype html><html><body><p>Bonjour admin</p></body></html>',
  'XML that does not end': plain.slice(0, -3),
  'XML after its end': `${plain}${plain}`,
  'a success without a user': success(''),
  'an empty user': success('<cas:user>  </cas:user>'),
  'two users': success(`${user}<cas:user>lea</cas:user>`),
  'two successes': `<cas:serviceResponse ${cas}><cas:authenticationSuccess>${user}</cas:authenticationSuccess><cas:authenticationSuccess/></cas:serviceResponse>`,
  'a comment inside the user': success('<cas:user>ad<!-- -->min</cas:user>'),
  'an instruction inside the user': success('<cas:user>ad<?x y?>min</cas:user>'),
  'an element inside the user': success('<cas:user>ad<cas:b>m</cas:b>in</cas:user>'),
  'a user with a line break': success('<cas:user>ad\nmin</cas:user>'),
  'a user of 300 letters': success(`<cas:user>${'a'.repeat(300)}</cas:user>`),
  'a wrong namespace': success(user, { ns: 'xmlns:cas="http://www.yale.edu/tp/cas/"' }),
  'no namespace':
    '<serviceResponse><authenticationSuccess><user>admin</user></authenticationSuccess></serviceResponse>',
  'a prefix that is not declared':
    '<cas:serviceResponse><cas:authenticationSuccess><cas:user>admin</cas:user></cas:authenticationSuccess></cas:serviceResponse>',
  'a user of another namespace': success('<x:user xmlns:x="urn:x">admin</x:user>'),
  'a success outside the response': `<cas:authenticationSuccess ${cas}>${user}</cas:authenticationSuccess>`,
  'a response inside a response': `<cas:serviceResponse ${cas}>${plain}</cas:serviceResponse>`,
  'a user beside the success': `<cas:serviceResponse ${cas}>${user}<cas:authenticationSuccess/></cas:serviceResponse>`,
  'a user among the attributes': success(`<cas:attributes>${user}</cas:attributes>`),
  'a failure': failed('INVALID_TICKET', 'Ticket not recognized'),
  'a failure whose text holds a success': failed('INVALID_TICKET', plain),
  'a failure that contains a success': `<cas:serviceResponse ${cas}><cas:authenticationFailure code="INVALID_TICKET"><cas:authenticationSuccess>${user}</cas:authenticationSuccess></cas:authenticationFailure></cas:serviceResponse>`,
  'a success followed by a failure': `<cas:serviceResponse ${cas}><cas:authenticationSuccess>${user}</cas:authenticationSuccess><cas:authenticationFailure code="INVALID_TICKET"/></cas:serviceResponse>`,
  'a failure of another namespace': success(`${user}<x:authenticationFailure xmlns:x="urn:x"/>`),
  'a success within a comment': `<cas:serviceResponse ${cas}><!-- <cas:authenticationSuccess>${user}</cas:authenticationSuccess> --></cas:serviceResponse>`,
  'a success within CDATA': `<cas:serviceResponse ${cas}><![CDATA[<cas:authenticationSuccess>${user}</cas:authenticationSuccess>]]></cas:serviceResponse>`,
  'a document type': success(user, { before: '<!DOCTYPE cas>' }),
  'an entity of its own': success('<cas:user>&who;</cas:user>', { before: '<!DOCTYPE x [<!ENTITY who "admin">]>' }),
  'an entity of elsewhere': success('<cas:user>&f;</cas:user>', {
    before: '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
  }),
  'a billion laughs': success('<cas:user>&a30;</cas:user>', { before: entities(30) }),
  'an entity that is not defined': success('<cas:user>adm&in;</cas:user>'),
  'UTF-16': Buffer.from(`\uFEFF${plain}`, 'utf16le'),
  'UTF-16 without its mark': Buffer.from(plain, 'utf16le'),
  'bytes that are not UTF-8': Buffer.from(success('<cas:user>ad\xffmin</cas:user>'), 'latin1'),
  'a megabyte before the end': success(
    `<cas:attributes><cas:x>${'x'.repeat(1_000_000)}</cas:x></cas:attributes>${user}`,
  ),
  'a megabyte after the end': `${plain}${' '.repeat(1_000_000)}`,
  'a user who came through a proxy': success(
    `${user}<cas:proxies><cas:proxy>https://evil.example</cas:proxy></cas:proxies>`,
  ),
  'a proxy out of place': success(`${user}<cas:attributes><cas:proxies/></cas:attributes>`),
};

/** What is strange, and says clearly that it is `admin`. */
const accepted: Record<string, string | Buffer> = {
  'the plainest success': plain,
  'a mark of UTF-8 in front': Buffer.from(`\uFEFF${plain}`),
  'a declaration': `<?xml version="1.0" encoding="UTF-8"?>${plain}`,
  'another prefix':
    '<a:serviceResponse xmlns:a="http://www.yale.edu/tp/cas"><a:authenticationSuccess><a:user>admin</a:user></a:authenticationSuccess></a:serviceResponse>',
  'no prefix':
    '<serviceResponse xmlns="http://www.yale.edu/tp/cas"><authenticationSuccess><user>admin</user></authenticationSuccess></serviceResponse>',
  'spaces around the user': success('<cas:user>\n  admin\n</cas:user>'),
  'a user in CDATA': success('<cas:user><![CDATA[admin]]></cas:user>'),
  'letters by their number': success('<cas:user>&#97;dmin</cas:user>'),
  'comments and instructions elsewhere': success(`<!-- x -->${user}<?x y?>`),
  'markup that is only text': success(
    `${user}<cas:attributes><cas:displayName>&lt;cas:user&gt;lea&lt;/cas:user&gt;</cas:displayName></cas:attributes>`,
  ),
  'an attribute named like a trap': success(
    `${user}<cas:attributes><cas:__proto__>x</cas:__proto__><cas:constructor>x</cas:constructor></cas:attributes>`,
  ),
};

describe('An answer of the CAS server', () => {
  let world: World;
  let server: CasServer;

  before(async () => {
    server = await new CasServer(dialects.apereo).start();
    server.signedIn = { user: 'somebody', attributes: {} };
    world = await aWorld({ env: { CAS_URL: server.url, CAS_TIMEOUT_SECONDS: '1' } });
  });
  after(async () => {
    await world.close();
    await server.close();
  });

  const signInWith = async (answer: NonNullable<CasServer['answer']>) => {
    server.answer = answer;
    const visitor = await world.visitor();
    const page = await visitor.get('/tickets');
    return { visitor, page };
  };
  const people = async () => (await world.db('people').select('login')).map(({ login }) => login);

  for (const [what, body] of Object.entries(refused)) {
    it(`opens nothing when it is ${what}`, async () => {
      const { page, visitor } = await signInWith(() => ({ body }));
      assert.ok([403, 502].includes(page.status), `${page.status}`);
      assert.match(page.text, /Connexion impossible/);
      assert.deepEqual(await people(), []);
      assert.equal((await visitor.get('/sign-in/cas?ticket=ST-again')).status === 200, false);
    });
  }

  for (const [status, headers] of [
    [301, { location: '/cas/elsewhere' }],
    [307, { location: 'http://localhost:1/' }],
    [204, {}],
    [404, {}],
    [500, {}],
    [503, {}],
  ] as const) {
    it(`opens nothing with status ${status}, even when its text is a success`, async () => {
      const { page } = await signInWith(() => ({ status, headers, body: status === 204 ? '' : plain }));
      assert.equal(page.status, 502);
      assert.deepEqual(await people(), []);
    });
  }

  it('that never comes is a page that says what to do, with 504', async () => {
    const { page } = await signInWith(() => null);
    assert.equal(page.status, 504);
    assert.match(page.text, /ne répond pas.*Réessayez dans quelques minutes/);
    assert.equal(page.link('Réessayer'), '/sign-in');
  });

  for (const [what, body] of Object.entries(accepted)) {
    it(`is understood with ${what}`, async () => {
      const { page } = await signInWith(() => ({ body }));
      assert.equal(page.path, '/tickets');
      assert.deepEqual(await people(), ['admin']);
      await world.db('people').delete();
    });
  }
});
