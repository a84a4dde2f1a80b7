import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { localTimes } from '../../src/tickets/dashboard/local-time.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aService, aTicket } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

describe('The file of what is listed', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  const file = async (login: string, query: string) => {
    const response = await (await world.visitor(login)).download(`/tickets.csv?${query}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const [header = '', ...lines] = bytes.toString('utf8').split('\r\n').slice(0, -1);
    return { response, header, lines, bytes };
  };

  it('writes hours as they are read in the institution, on the days when the clock changes too', () => {
    const paris = localTimes('Europe/Paris');
    for (const [instant, text] of [
      ['2026-01-31T23:30:00Z', '2026-02-01T00:30:00+01:00'],
      ['2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
      ['2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
      ['2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
      ['2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
    ] as const)
      assert.equal(paris(new Date(instant)), text);
    assert.equal(localTimes('America/St_Johns')(new Date('2026-01-01T00:00:00Z')), '2025-12-31T20:30:00-03:30');
  });

  it('opens in a spreadsheet: accents, no formula, a number and dates to the second on every line', async () => {
    const at = new Date('2026-07-14T22:30:05.120Z');
    const subjects = ['=HYPERLINK("http://evil.example")', '-2+3', '@somme', 'Été ; « œuvre » "à" 5 €'];
    for (const subject of subjects) await campus.ticketOfLea({ subject, createdAt: at });
    const { response, header, lines, bytes } = await file(
      'marc',
      'mode=managed&involvement=all&columns=status,subject&sort=subject',
    );
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(
      response.headers.get('content-disposition') ?? '',
      /^attachment; filename=tickets-\d{4}-\d\d-\d\d\.csv$/,
    );
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(header, '\ufeffNuméro;État;Sujet;Création (date et heure);Modification (date et heure)');
    const rest = lines.map((line) => line.replace(/^\d+;Libre;/, '')).sort();
    const date = '2026-07-15T00:30:05+02:00';
    assert.deepEqual(rest, [
      `"'=HYPERLINK(""http://evil.example"")";${date};${date}`,
      `"Été ; « œuvre » ""à"" 5 €";${date};${date}`,
      `'-2+3;${date};${date}`,
      `'@somme;${date};${date}`,
    ]);
  });

  it('has what its reader may see and nothing else, without the names of an anonymous service', async () => {
    const shy = await aService(world.db, { anonymous: true });
    const place = { serviceId: shy.id, categoryId: (await aCategory(world.db, shy.id)).id, ownerId: campus.lea.id };
    const shown = { effectiveVisibility: 'public' as const, visibility: 'public' as const };
    await aTicket(world.db, { ...place, ...shown, anonymous: true, subject: 'Public' });
    await aTicket(world.db, {
      ...place,
      effectiveVisibility: 'subject-only',
      visibility: 'subject-only',
      subject: 'Sujet seul',
    });
    await aTicket(world.db, { ...place, subject: 'Caché' });
    const { lines } = await file('zoe', 'mode=mine&involvement=all&state=all');
    assert.deepEqual(
      lines.map((line) => line.split(';').slice(1, 4).join(';')).sort(),
      ['Public;Service 1 - Catégorie 2;Anonyme', 'Sujet seul;Service 1 - Catégorie 2;–'].map((line) =>
        line.replace('Service 1 - Catégorie 2', lines[0]?.split(';')[2] ?? ''),
      ),
    );
    // a mode that is not one's own is not had by asking
    assert.deepEqual((await file('zoe', 'mode=managed&state=all&involvement=all')).lines, []);
    assert.doesNotMatch((await file('marc', 'mode=managed&involvement=all&state=all')).lines.join(), /Caché|Public/);
    const stranger = await (await world.visitor()).download('/tickets.csv');
    assert.equal(stranger.status, 303);
  });

  it('goes on past the page, each ticket once', async () => {
    await world.db.raw(
      `insert into tickets (subject, service_id, category_id, creation_service_id, owner_id, creator_id, effective_visibility, created_at, last_action_at)
       select 'Série ' || n, :service, :category, :service, :owner, :owner, 'private', now(), now() - n % 7 * interval '1 second'
       from generate_series(1, 1203) n`,
      { service: campus.library.id, category: campus.loans.id, owner: campus.zoe.id },
    );
    const { lines } = await file('rose', 'mode=managed&involvement=all&size=10');
    const numbers = lines.map((line) => Number(line.split(';')[0]));
    assert.equal(lines.length, 1203);
    assert.equal(new Set(numbers).size, 1203);
    const sorted = await file('rose', 'mode=managed&involvement=all&sort=subject');
    assert.match(sorted.lines.at(-1) ?? '', /^Cet ordre porte sur les 1000 derniers tickets modifiés/);
    assert.equal(sorted.lines.length, 1001);
  });
});
