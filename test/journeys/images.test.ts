import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { incomingFolder, storedPath } from '../../src/tickets/attachments.ts';
import { imagePaths } from '../../src/tickets/images.ts';
import { cleanUp } from '../../src/worker/clean-up.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const day = 86_400_000;

describe('Les images d’un ticket', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
  });
  after(() => world.close());

  const filesDir = () => path.join(world.config.dataDir, 'files');
  const commented = async (visitor: Visitor, ticket: { id: number }, files: File | File[], more = {}) => {
    const form = await visitor.get(`/tickets/${ticket.id}/actions/comment`);
    return visitor.press(form, 'Enregistrer le commentaire', { message: 'Voir', files, ...more });
  };
  const image = (page: Page) => ({
    view: page.$('.tl a[data-image]').attr('href') ?? '',
    original: page.$('.tl a[data-image]').attr('data-image') ?? '',
    thumbnail: page.$('.tl a[data-image] img').attr('src') ?? '',
  });
  /** A photograph taken upright by a camera held sideways, that tells where. */
  const photograph = async () =>
    new File(
      [
        await sharp({ create: { width: 400, height: 200, channels: 3, background: '#336699' } })
          .withExif({ IFD0: { Copyright: 'Secret' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 0/1' } })
          .withMetadata({ orientation: 6 })
          .jpeg()
          .toBuffer(),
      ],
      'photo.jpg',
      { type: 'image/jpeg' },
    );

  it('se voient dans l’historique et l’onglet des fichiers, dessinées à nouveau : ni lieu, ni profil, dans le bon sens', async () => {
    const ticket = await campus.ticketOfLea();
    const page = await commented(lea, ticket, await photograph());
    const { view, thumbnail, original } = image(page);
    for (const address of [view, thumbnail]) {
      const answer = await marc.download(address);
      assert.equal(answer.status, 200, address);
      assert.equal(answer.headers.get('content-type'), 'image/webp');
      assert.equal(answer.headers.get('content-disposition'), 'inline');
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/);
      assert.equal(answer.headers.get('cache-control'), 'private, no-cache');
      // from a file: the portal lets the decoder read nothing else
      const copy = path.join(world.config.dataDir, 'copy.webp');
      await writeFile(copy, Buffer.from(await answer.arrayBuffer()));
      const drawn = await sharp(copy).metadata();
      assert.deepEqual([drawn.exif, drawn.xmp, drawn.icc], [undefined, undefined, undefined]);
      assert.ok(drawn.height > drawn.width, 'upright');
    }
    assert.match((await marc.download(original)).headers.get('content-disposition') ?? '', /^attachment/);
    const tab = await marc.get(`/tickets/${ticket.id}/files`);
    assert.equal(tab.$('.file-rows img').attr('src'), thumbnail);
    assert.equal(tab.$('.file-rows img').attr('alt'), 'Voir l’image photo.jpg');
  });

  it('suivent la visibilité de leur fichier', async () => {
    const ticket = await campus.ticketOfLea();
    const page = await commented(marc, ticket, await photograph(), { audience: 'managers' });
    const { view, thumbnail } = image(page);
    for (const address of [view, thumbnail]) {
      assert.equal((await lea.download(address)).status, 404);
      assert.equal((await marc.download(address)).status, 200);
      assert.equal((await (await world.visitor('zoe')).download(address)).status, 404);
    }
    assert.equal((await lea.get(`/tickets/${ticket.id}`)).$('.tl img').length, 0);
    assert.equal((await marc.download(view.replace('view', '../secret'))).status, 404);
    assert.equal((await marc.download(view.replace('view', 'original'))).status, 404);
  });

  it('une bombe de pixels, une image abîmée, un SVG ne sont pas dessinés : ils se téléchargent', async () => {
    const bomb = Buffer.concat([
      Buffer.from('GIF89a'),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0x80, 0, 0]),
      Buffer.alloc(6),
    ]);
    const frame = Buffer.from([0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 2, 0x44, 1, 0, 0x3b]);
    const broken = Buffer.from(await (await photograph()).arrayBuffer()).subarray(0, 300);
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    const files = [
      new File([bomb, frame], 'bombe.gif', { type: 'image/gif' }),
      new File([broken], 'abîmée.jpg', { type: 'image/jpeg' }),
      new File([svg], 'dessin.svg', { type: 'image/svg+xml' }),
    ];
    const page = await commented(lea, await campus.ticketOfLea(), files);
    assert.equal(page.status, 200);
    assert.equal(page.$('.tl img').length, 0);
    const links = page.$('.tl a.file').toArray();
    assert.equal(links.length, 3);
    for (const link of links) {
      const href = page.$(link).attr('href') ?? '';
      assert.match((await lea.download(href)).headers.get('content-disposition') ?? '', /^attachment/);
      assert.equal((await lea.download(`${href}/view`)).status, 404);
    }
  });

  it('un formulaire abandonné ne laisse rien plus d’un jour, ni fichier, ni image, ni envoi interrompu', async () => {
    const form = await lea.get(`/tickets/new/${campus.wifi.id}`);
    await lea.press(form, 'Transférer', { files: await photograph() });
    const stored = await world.db('attachments').whereNull('ticketId').first();
    const file = storedPath(filesDir(), stored.id);
    const all = [file, ...imagePaths(file)];
    assert.ok(all.every(existsSync), 'the file, its picture and its thumbnail');
    const interrupted = path.join(incomingFolder(filesDir()), 'interrupted');
    await writeFile(interrupted, 'x');
    await utimes(interrupted, new Date(), new Date(Date.now() - 2 * day));
    await cleanUp(world.db, filesDir(), new Date());
    assert.ok(all.every(existsSync), 'the form may still be sent');
    assert.ok(!existsSync(interrupted));
    await cleanUp(world.db, filesDir(), new Date(Date.now() + 2 * day));
    assert.deepEqual(all.filter(existsSync), []);
  });

  it('un fichier se reprend où il s’est arrêté', async () => {
    const file = new File(['0123456789'], 'chiffres.txt', { type: 'text/plain' });
    const page = await commented(lea, await campus.ticketOfLea(), file);
    const href = page.$('.tl a.file').attr('href') ?? '';
    const part = await lea.download(href, { range: 'bytes=4-6' });
    assert.deepEqual([part.status, await part.text()], [206, '456']);
    assert.equal(part.headers.get('content-range'), 'bytes 4-6/10');
    assert.equal((await lea.download(href, { range: 'bytes=50-60' })).status, 416);
  });

  it('la place est comptée pour tous les fichiers ensemble, et annoncée ; ce qui tient est gardé', async () => {
    const ticket = await campus.ticketOfLea();
    const form = await lea.get(`/tickets/${ticket.id}/actions/comment`);
    assert.match(form.text, /3 fichiers au plus, 1 Mo maximum par fichier, 2 Mo en tout\./);
    const heavy = (name: string) => new File(['x'.repeat(900_000)], name, { type: 'text/plain' });
    const files = [heavy('un.bin'), heavy('deux.bin'), heavy('trois.bin')];
    const refused = await lea.press(form, 'Enregistrer le commentaire', { message: 'Trois lourds', files });
    assert.equal(refused.status, 422);
    assert.match(refused.reason('files'), /trop lourds ensemble/);
    assert.equal(refused.value('message'), 'Trois lourds');
    assert.match(refused.text, /un\.bin/);
    assert.doesNotMatch(refused.text, /trois\.bin/);
    const sent = await lea.press(refused, 'Enregistrer le commentaire');
    assert.deepEqual(
      sent
        .texts('.tl .file')
        .map((name) => name.split('.')[0])
        .sort(),
      ['deux', 'un'],
    );
  });
});
