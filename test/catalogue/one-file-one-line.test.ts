import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { aCampus } from '../support/campus.ts';
import { aWorld } from '../support/world.ts';

const root = path.join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The portal as it would be with one more action: that of CONTRIBUTING.md, and its line in the catalogue. */
async function withRemind(): Promise<string> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'guichet-action-'));
  const copied = ['src', 'test', 'views', 'locales', 'public', 'migrations', 'vendor', 'tsconfig.json'];
  // without the lock, the assets would be made again
  copied.push('package.json', 'package-lock.json');
  for (const name of copied) await cp(path.join(root, name), path.join(copy, name), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const guide = await readFile(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const [, file] = /remind\.ts`:\n\n```ts\n(.*?)```/s.exec(guide) ?? assert.fail('the guide has its example');
  await writeFile(path.join(copy, 'src/tickets/actions/remind.ts'), file ?? '');
  const index = path.join(copy, 'src/tickets/actions/index.ts');
  const catalogue = await readFile(index, 'utf8');
  const extended = catalogue.replace('  changeOwner,\n', '  changeOwner,\n  remind,\n');
  await writeFile(index, `import { remind } from './remind.ts';\n${extended}`);
  return copy;
}

/** In the copy: offered, done, told, remembered, with nothing else written for it. */
async function reminded(): Promise<void> {
  const world = await aWorld();
  const campus = await aCampus(world.db);
  const marc = await world.visitor('marc');
  const ticket = await campus.ticketOfLea({ status: 'incomplete', handlerId: campus.marc.id });
  const free = await campus.ticketOfLea();
  assert.ok(!(await marc.get(`/tickets/${free.id}`)).menus.includes('Relancer le propriétaire'));
  const page = await marc.get(`/tickets/${ticket.id}`);
  assert.ok(page.menus.includes('Relancer le propriétaire'));
  const form = await marc.follow(page, 'Relancer le propriétaire');
  const done = await marc.press(form, 'Relancer le propriétaire', { message: 'Alors ?' });
  assert.deepEqual(done.notices, [`Vous avez relancé le propriétaire du ticket n°${ticket.id}.`]);
  assert.match(done.history.join('\n'), /Vous avez relancé le propriétaire/);
  const [mail] = await world.mails({ to: campus.lea.mail });
  assert.match(mail?.subject ?? '', /^\[demande /);
  assert.match(mail?.text ?? '', /Marc Nguyễn a relancé le propriétaire.*Alors \?/s);
  const lea = await world.visitor('lea');
  assert.equal((await lea.get(`/tickets/${ticket.id}/actions/remind`)).status, 409);
  await world.close();
}

describe('An action that did not exist', () => {
  if (process.env.EXTENDED_CATALOGUE === '1') it('is offered, done, told and remembered', reminded);
  else
    it('takes one file, that of the guide for contributors, and one line', async () => {
      const copy = await withRemind();
      const env = { ...process.env, EXTENDED_CATALOGUE: '1', TESTS: 'one-file-one-line', NODE_TEST_CONTEXT: undefined };
      try {
        const { stdout } = await run(process.execPath, ['--import', 'tsx', 'test/all.ts'], { cwd: copy, env });
        assert.match(stdout, /pass 1\b/);
      } finally {
        await rm(copy, { recursive: true, force: true });
      }
    });
});
