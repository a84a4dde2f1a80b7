import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn } from './gestures.ts';

describe('Plusieurs onglets, le retour et un signet du navigateur', { timeout: 180_000 }, () => {
  let world: World;
  let campus: Campus;
  let first: Page;
  let second: Page;
  let ticket: string;
  const at = (path: string) => `${world.url}${path}`;
  const open = '/tickets?mode=managed&state=open';
  const closed = '/tickets?mode=managed&state=closed';

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    ticket = `/tickets/${(await campus.ticketOfLea({ subject: 'Borne éteinte' })).id}`;
    await campus.ticketOfLea({ subject: 'Câble remplacé', status: 'approved', closedAt: new Date() });
    first = await aWindow();
    await first.goto(at(open));
    await signIn(first, 'marc');
    second = await first.context().newPage();
  });
  after(async () => {
    await first?.context().close();
    await world.close();
  });

  const lists = async (page: Page, shown: string, hidden: string) => {
    const text = await read(page.getByRole('main'));
    assert.ok(text.includes(shown) && !text.includes(hidden), text);
  };

  it('chaque onglet garde son filtre, qui n’est que dans son adresse', async () => {
    await second.goto(at(closed));
    await lists(second, 'Câble remplacé', 'Borne éteinte');
    await first.reload();
    await lists(first, 'Borne éteinte', 'Câble remplacé');
    await first.getByRole('link', { name: 'Borne éteinte' }).click();
    await first.waitForURL(at(ticket));
    await first.goBack();
    assert.equal(first.url(), at(open));
    await lists(first, 'Borne éteinte', 'Câble remplacé');
    noComplaint(first);
  });

  it('ce qui est fait dans un onglet est dit dans l’autre, et le texte qui y attendait reste', async () => {
    const form = `${ticket}/actions/take-charge`;
    await second.goto(at(form));
    await second.waitForLoadState();
    await second.getByRole('textbox', { name: /^Message|^Commentaire/ }).fill('Je passe à midi.');
    await first.goto(at(form));
    await first.getByRole('button', { name: 'Prendre en charge le ticket' }).click();
    await first.waitForURL(at(ticket));
    await second.getByRole('button', { name: 'Prendre en charge le ticket' }).click();
    await second.waitForLoadState();
    const answer = await read(second.getByRole('main'));
    assert.match(answer, /Vous avez pris le ticket en charge/);
    assert.match(await second.locator('main textarea').first().inputValue(), /Je passe à midi\./);
  });

  it('un filtre gardé en signet du navigateur se rouvre après une autre connexion', async () => {
    const later = await aWindow();
    await later.goto(at(closed));
    await signIn(later, 'marc');
    assert.equal(later.url(), at(closed));
    await lists(later, 'Câble remplacé', 'Borne éteinte');
    await later.context().close();
  });
});
