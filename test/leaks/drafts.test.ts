import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const aFile = (name: string) => new File([name], name, { type: 'text/plain' });

describe('A form that is being filled in belongs to one person', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let zoe: Visitor;
  let draft: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, zoe] = await Promise.all([world.visitor('lea'), world.visitor('zoe')]);
    draft = randomUUID();
    await send(lea, '/tickets/new/files', { draft, files: aFile('zfichierz.txt') });
  });
  after(() => world.close());

  const send = async (visitor: Visitor, path: string, fields: Record<string, string | File>) => {
    const category = String(campus.wifi.id);
    const typed = { subject: 'zsujetz', message: 'ztextez', category, version: '1', batch: draft };
    return visitor.post(path, { _csrf: await visitor.token(), ...typed, ...fields }, { multipart: true });
  };

  const draftOf = async (visitor: Visitor) => visitor.get(`/tickets/new/${campus.wifi.id}?draft=${draft}`);
  const secrets = /zsujetz|ztextez|zfichierz/;
  const filesOfLea = () => world.db('attachments').where({ uploaderId: campus.lea.id }).orderBy('name').pluck('name');

  it('another person who knows its number finds it empty, and takes nothing out of it', async () => {
    assert.match((await draftOf(lea)).html, secrets);
    assert.doesNotMatch((await draftOf(zoe)).html, secrets);
    assert.doesNotMatch((await zoe.get(`/tickets/new?draft=${draft}`)).html, secrets);
    const file = await world.db('attachments').where({ uploaderId: campus.lea.id }).first('id');
    const page = await send(zoe, '/tickets/new/files', { draft, subject: '', message: '', remove: file.id });
    assert.doesNotMatch(page.html, secrets);
    assert.deepEqual(await filesOfLea(), ['zfichierz.txt']);
  });

  it('a file that is not sent yet is downloaded by nobody', async () => {
    const file = await world.db('attachments').where({ uploaderId: campus.lea.id }).first('id');
    for (const visitor of [lea, zoe]) assert.equal((await visitor.get(`/attachments/${file.id}`)).status, 404);
  });

  it('another person puts nothing in it', async () => {
    await send(zoe, '/tickets/new/files', { draft, files: aFile('intrus.txt'), subject: 'Intrus', message: 'Intrus' });
    assert.doesNotMatch((await draftOf(lea)).html, /intrus/i);
    assert.match((await draftOf(lea)).html, secrets);
  });

  it('another person who sends it, as a ticket or with an action, sends nothing of it', async () => {
    const filed = await send(zoe, `/tickets/new/${campus.wifi.id}`, { draft, subject: 'De Zoé', message: 'De Zoé' });
    assert.match(filed.path, /^\/tickets\/\d+$/);
    assert.doesNotMatch(filed.html, secrets);
    await send(zoe, `${filed.path}/actions/comment`, { message: 'De Zoé' });
    assert.doesNotMatch((await zoe.get(filed.path)).html, secrets);
    assert.deepEqual(await filesOfLea(), ['zfichierz.txt']);
    await world.newMails();
    const own = await send(lea, `/tickets/new/${campus.wifi.id}`, { draft });
    assert.match(own.html, /zfichierz/);
    assert.notEqual(own.path, filed.path);
    assert.ok((await world.newMails()).length > 0, 'the managers are told of the ticket of Léa too');
  });
});
