import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const text = (name: string, content = 'contenu') => new File([content], name, { type: 'text/plain' });
const hrefs = (page: Page) =>
  page
    .$('.tl .files a')
    .toArray()
    .map((link) => page.$(link).attr('data-image') ?? page.$(link).attr('href') ?? '');

describe('Les fichiers', () => {
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

  const formFor = (visitor = lea) => visitor.get(`/tickets/new/${campus.wifi.id}`);
  const filed = async (...files: File[]) =>
    lea.press(await formFor(), 'Créer le ticket', { subject: 'Avec fichiers', message: 'Voir ci-joint.', files });

  it('sont rendus tels quels, à enregistrer et jamais à exécuter', async () => {
    const page = await filed(new File([png], 'capture d’écran.png', { type: 'text/html' }));
    assert.deepEqual(page.texts('.tl .files .file'), [`capture d’écran.png ${png.length} octets`]);
    const file = await marc.download(hrefs(page)[0] ?? '');
    assert.equal(file.status, 200);
    assert.deepEqual(Buffer.from(await file.arrayBuffer()), png);
    assert.equal(file.headers.get('content-type'), 'image/png', 'the content says what it is, not the sender');
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename=/);
    assert.match(
      file.headers.get('content-disposition') ?? '',
      /filename\*=UTF-8''capture%20d%E2%80%99%C3%A9cran\.png/,
    );
    assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(file.headers.get('cache-control'), 'private, no-store');
    assert.equal(file.headers.get('content-security-policy'), 'sandbox');
  });

  it('une page web jointe n’est jamais servie comme une page', async () => {
    for (const name of ['piège.html', 'piège.svg', 'piège.xhtml']) {
      const page = await filed(
        new File(['<svg onload="alert(1)"><script>alert(1)</script>'], name, { type: 'text/html' }),
      );
      const file = await lea.download(hrefs(page)[0] ?? '');
      assert.doesNotMatch(file.headers.get('content-type') ?? '', /html|svg|javascript/);
      assert.match(file.headers.get('content-disposition') ?? '', /^attachment/);
    }
  });

  it('des noms étranges restent sans effet', async () => {
    const names = ['../../../etc/passwd', 'C:\\temp\\virus.exe', 'fac\u202Efdp.exe', 'a'.repeat(300), 'zéro\u200B.txt'];
    for (const name of names) {
      const page = await filed(text(name));
      const [shown = ''] = page
        .$('.tl .files .file')
        .toArray()
        .map((file) =>
          page
            .$(file)
            .contents()
            .filter((_, node) => node.type === 'text')
            .text()
            .trim(),
        );
      assert.doesNotMatch(shown, /[/\\\u202E\u200B\p{Cc}]/u);
      assert.ok(shown.length > 0 && shown.length <= 200, `${name} is shown as « ${shown} »`);
      assert.equal((await lea.download(hrefs(page)[0] ?? '')).status, 200);
    }
    assert.equal((await filed(text('nul\0.txt'))).status, 400, 'a name that no browser sends');
    const { rows } = await world.db.raw<{ rows: { id: string; name: string }[] }>('select id, name from attachments');
    const kept = rows.map(({ name }) => name);
    assert.ok(kept.includes('passwd') && kept.includes('virus.exe'), kept.join());
  });

  it('trop lourd : la raison à son champ, le texte et les autres fichiers gardés, rien de créé', async () => {
    const heavy = text('lourd.bin', 'x'.repeat(1024 * 1024 + 1));
    const page = await lea.press(await formFor(), 'Créer le ticket', {
      subject: 'Trop lourd',
      message: 'Mon texte',
      files: [text('léger.txt'), heavy],
    });
    assert.equal(page.status, 422);
    assert.match(page.reason('files'), /dépasse la taille permise/);
    assert.equal(page.value('subject'), 'Trop lourd');
    assert.equal(page.value('message'), 'Mon texte');
    assert.equal(await world.db('tickets').where({ subject: 'Trop lourd' }).first(), undefined);
    const sent = await lea.press(page, 'Créer le ticket');
    assert.equal(sent.status, 200);
  });

  it('trop de fichiers : de même, à la création comme dans une réponse', async () => {
    const four = ['1', '2', '3', '4'].map((name) => text(name));
    const page = await lea.press(await formFor(), 'Créer le ticket', {
      subject: 'Quatre',
      message: 'Texte',
      files: four,
    });
    assert.equal(page.status, 422);
    assert.match(page.reason('files'), /Trop de fichiers/);
    const ticket = await campus.ticketOfLea();
    const form = await lea.get(`/tickets/${ticket.id}/actions/comment`);
    const refused = await lea.press(form, 'Enregistrer le commentaire', { message: 'Mon commentaire', files: four });
    assert.equal(refused.status, 422);
    assert.match(refused.reason('files'), /Trop de fichiers/);
    assert.equal(refused.value('message'), 'Mon commentaire');
    assert.equal((await world.db('ticketEvents').where({ ticketId: ticket.id })).length, 1);
  });

  it('un fichier reçu avec une réponse refusée part avec la suivante', async () => {
    const ticket = await campus.ticketOfLea();
    const form = await lea.get(`/tickets/${ticket.id}/actions/comment`);
    const refused = await lea.press(form, 'Enregistrer le commentaire', { message: '', files: text('preuve.txt') });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /preuve\.txt/, 'the page says that it is kept');
    const sent = await lea.press(refused, 'Enregistrer le commentaire', { message: 'Voici' });
    assert.match(sent.texts('.msg .file').join(), /preuve\.txt/);
  });

  it('le fichier du brouillon de quelqu’un d’autre ne se lit, ne se prend ni ne se retire', async () => {
    const draft = await lea.press(await formFor(), 'Transférer', { subject: 'À moi', files: text('privé.txt') });
    const stored = await world.db('attachments').where({ name: 'privé.txt' }).first();
    const stolen = await formFor(marc);
    const { fields } = stolen.form('#new-ticket');
    const forged = { ...fields, draft: stored.draftId, subject: 'Volé', message: 'Volé', remove: stored.id };
    const taken = await marc.post('/tickets/new/files', forged, { multipart: true });
    assert.doesNotMatch(taken.html, /privé\.txt|À moi/);
    const page = await marc.post(`/tickets/new/${campus.wifi.id}`, forged, { multipart: true });
    assert.doesNotMatch(page.html, /privé\.txt/);
    assert.equal((await marc.download(`/attachments/${stored.id}`)).status, 404);
    const now = await world.db('attachments').where({ id: stored.id }).first();
    assert.deepEqual([now.ticketId, now.draftId], [null, stored.draftId]);
    const own = await lea.press(draft, 'Créer le ticket', { subject: 'À moi', message: 'Bien à moi' });
    assert.match(own.texts('.tl .files .file').join(), /privé\.txt/);
  });

  it('un fichier ne se lit pas sans être connecté', async () => {
    const page = await filed(text('fermé.txt'));
    const stranger = await world.visitor();
    const answer = await stranger.download(hrefs(page)[0] ?? '');
    assert.equal(answer.status, 303);
    assert.match(answer.headers.get('location') ?? '', /^\/sign-in/);
  });

  it('transférés en plusieurs fois ne dépassent pas le nombre permis ; ceux déjà transférés restent', async () => {
    const form = (await formFor()).formOfButton('Créer le ticket');
    const transfer = (...files: File[]) =>
      lea.post('/tickets/new/files', { ...form.fields, subject: 'Mon sujet', files }, { multipart: true });
    assert.equal((await transfer(text('un.txt'), text('deux.txt'))).status, 200);
    const refused = await transfer(text('trois.txt'), text('quatre.txt'));
    assert.equal(refused.status, 422);
    assert.match(refused.text, /Trop de fichiers à la fois/);
    assert.equal(refused.value('subject'), 'Mon sujet');
    assert.match(refused.text, /deux\.txt.*un\.txt.*trois\.txt/, 'those for which there was room are kept');
    assert.doesNotMatch(refused.text, /quatre\.txt/);
  });
});
