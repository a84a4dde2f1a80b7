import type { Status } from '../../src/tickets/ticket.ts';
import { day, filingTime } from './calendar.ts';
import * as phrases from './phrases.ts';
import { letter, type Scene, soon, whenRead } from './scene.ts';
import * as tell from './telling.ts';

const joins = (text: string) => /joint|voici|en pdf/i.test(text);

const requestInformation = (scene: Scene, batch?: string) => {
  const { tale, manager, words, world } = scene;
  const question = words.asked ?? world.random.pick(phrases.questions);
  const at = batch === undefined ? soon(scene) : tell.lastAt(tale);
  tell.ask(tale, manager.person, at, {
    says: letter(scene, manager.person, question),
    ...(batch === undefined ? {} : { batch }),
  });
};

const answer = (scene: Scene) => {
  const { tale, words, world } = scene;
  const says = (words.asked === undefined ? undefined : words.answered) ?? world.random.pick(phrases.answers);
  const files = joins(says) ? [words.file ?? 'piece-jointe.pdf'] : [];
  tell.comment(tale, tale.owner, whenRead(scene), { says, files });
};

const privateNote = (scene: Scene) => {
  const { tale, words, world, colleagues, manager } = scene;
  const author = colleagues.length > 0 ? world.random.pick(colleagues) : manager;
  tell.note(tale, author.person, soon(scene, 10, 200), words.note ?? world.random.pick(phrases.notes));
};

const remind = (scene: Scene) =>
  tell.comment(scene.tale, scene.tale.owner, whenRead(scene, 600, 2600), {
    says: scene.world.random.pick(phrases.reminders),
  });

const inviteSomebody = (scene: Scene) => {
  const { tale, world, manager } = scene;
  const guest = world.random.pick(world.people.filter(({ role }) => role === 'staff' || role === 'teacher'));
  const busy =
    guest === tale.owner ||
    guest === tale.handler ||
    tale.guests.has(guest) ||
    tale.anonymous ||
    tale.category.confidential;
  if (!busy) tell.invite(tale, manager.person, soon(scene), guest);
};

const assignBy = (scene: Scene) =>
  scene.manager.available ? scene.colleagues.find(({ privileges }) => privileges.has('assign-ticket')) : undefined;

/** From free to somebody's hands. */
const begin = (scene: Scene): string | undefined => {
  const { tale, manager, world, colleagues } = scene;
  const { random } = world;
  if (random.chance(0.1)) remind(scene);
  const assigner = assignBy(scene);
  if (assigner !== undefined && random.chance(0.2)) {
    tell.assign(tale, assigner.person, soon(scene), manager.person, {
      says: random.pick(phrases.handOvers),
      audience: 'managers',
    });
    return undefined;
  }
  const first = colleagues.find(({ privileges }) => privileges.has('take-free-ticket'));
  if (first !== undefined && random.chance(0.07)) {
    tell.takeCharge(tale, first.person, soon(scene));
    tell.release(tale, first.person, soon(scene, 200, 900), {
      says: random.pick(phrases.releases),
      audience: 'managers',
    });
  }
  return tell.takeCharge(tale, manager.person, soon(scene, 8, 480));
};

const clarify = (scene: Scene) => {
  const { tale, manager, world } = scene;
  const clear = tale.subject;
  tale.subject = world.random.pick(phrases.vague);
  tell.changeSubject(tale, manager.person, soon(scene, 5, 60), clear);
};

/** What happens between taking a ticket and its end. */
const work = (scene: Scene) => {
  const { tale, manager, words, world } = scene;
  const { random } = world;
  const batch = begin(scene);
  if (words.asked !== undefined && random.chance(0.55)) {
    requestInformation(scene, random.chance(0.5) ? batch : undefined);
    answer(scene);
  }
  if (random.chance(0.3)) privateNote(scene);
  if (random.chance(0.2)) {
    tell.comment(tale, manager.person, soon(scene), {
      says: letter(scene, manager.person, random.pick(phrases.progress)),
    });
  }
  if (random.chance(0.08)) remind(scene);
  if (random.chance(0.06)) inviteSomebody(scene);
  if (random.chance(0.06)) clarify(scene);
  if (random.chance(0.04) && !tale.anonymous)
    tell.addFile(tale, tale.owner, whenRead(scene), words.file ?? 'complement.pdf');
};

const solve = (scene: Scene, solved = scene.words.solved) => {
  const { tale, manager, world } = scene;
  const outward = ['public', 'intranet'].includes(tale.visibility ?? tale.category.visibility);
  tell.close(tale, manager.person, soon(scene, 30, 1400), {
    says: letter(scene, manager.person, solved),
    ...(outward && world.random.chance(0.5) ? { audience: 'everyone' } : {}),
  });
};

const contest = (scene: Scene) => {
  const { tale, words, world } = scene;
  tell.refuseClosure(tale, whenRead(scene), { says: words.contested ?? world.random.pick(phrases.contests) });
};

const takeAndClose = (scene: Scene) => {
  const { tale, manager, words } = scene;
  const batch = tell.takeCharge(tale, manager.person, soon(scene, 8, 480));
  tell.close(tale, manager.person, tell.lastAt(tale), { says: letter(scene, manager.person, words.solved), batch });
};

const closed = (scene: Scene) => {
  const { random } = scene.world;
  if (random.chance(0.25)) return takeAndClose(scene);
  work(scene);
  solve(scene);
  if (random.chance(scene.words.contested === undefined ? 0.04 : 0.3)) {
    contest(scene);
    solve(scene, random.pick(phrases.resolutions));
  }
};

const later = (scene: Scene, low: number, high: number) => {
  const { now, random } = scene.world;
  return new Date(now.getTime() + random.between(low, high) * day);
};

const free = (scene: Scene) => {
  const { tale, colleagues, world } = scene;
  if (world.random.chance(0.15)) remind(scene);
  if (world.random.chance(0.15)) privateNote(scene);
  const first = colleagues.find(({ privileges }) => privileges.has('take-free-ticket'));
  if (first === undefined || !world.random.chance(0.1)) return;
  tell.takeCharge(tale, first.person, soon(scene, 8, 120));
  tell.release(tale, first.person, soon(scene), { says: world.random.pick(phrases.releases), audience: 'managers' });
};

const inProgress = (scene: Scene) => {
  const { tale, world, manager } = scene;
  const turn = world.random.next();
  if (turn < 0.12) {
    closed(scene);
    return contest(scene);
  }
  work(scene);
  if (turn < 0.2) {
    solve(scene);
    tell.approve(tale, whenRead(scene));
    tell.reopen(tale, tale.owner, whenRead(scene, 900, 4000), { says: world.random.pick(phrases.reopenings) });
  } else if (turn < 0.26) {
    tell.postpone(tale, manager.person, soon(scene), null, { says: world.random.pick(phrases.postponements) });
    tell.recall(tale, soon(scene, 900, 3000));
  }
};

const incomplete = (scene: Scene) => {
  const { tale, manager, world } = scene;
  const batch = begin(scene);
  requestInformation(scene, world.random.chance(0.6) ? batch : undefined);
  if (world.random.chance(0.25)) {
    tell.ask(tale, manager.person, soon(scene, 1200, 2600), {
      says: 'Sans réponse de votre part, nous ne pourrons pas avancer. Pouvez-vous nous répondre ?',
    });
  }
};

const postponed = (scene: Scene) => {
  const { tale, manager, world } = scene;
  work(scene);
  const until = world.random.chance(0.8) ? later(scene, 2, 40) : null;
  tell.postpone(tale, manager.person, soon(scene), until, { says: world.random.pick(phrases.postponements) });
};

const approved = (scene: Scene) => {
  const { tale, world } = scene;
  const { random } = world;
  if (random.chance(0.07)) {
    if (random.chance(0.6)) begin(scene);
    return tell.close(tale, tale.owner, whenRead(scene), { says: random.pick(phrases.ownEnds) });
  }
  closed(scene);
  tell.approve(tale, whenRead(scene), random.chance(0.4) ? { says: random.pick(phrases.thanks) } : {});
};

const cancelled = (scene: Scene) => {
  const { tale, world } = scene;
  if (world.random.chance(0.4)) begin(scene);
  tell.cancel(
    tale,
    whenRead(scene),
    world.random.chance(0.8) ? { says: world.random.pick(phrases.cancellations) } : {},
  );
};

const refused = (scene: Scene) => {
  const { tale, words, world } = scene;
  const manager = [scene.manager, ...scene.colleagues].find(({ privileges }) => privileges.has('refuse-ticket'));
  if (manager === undefined) throw new Error(`Nobody may refuse « ${tale.subject} »`);
  begin({ ...scene, manager });
  tell.refuse(tale, manager.person, soon(scene), {
    says: letter(scene, manager.person, words.refused ?? world.random.pick(phrases.refusals)),
  });
};

const expired = (scene: Scene) => {
  closed(scene);
  tell.expire(scene.tale, new Date(tell.lastAt(scene.tale).getTime() + 14 * day + 3_600_000));
};

interface Ending {
  status: Status;
  count: number;
  tellIt: (scene: Scene) => unknown;
  /** Days before now when such a ticket was filed. */
  ages: readonly [number, number];
}

/** How many tickets end how, a quarter of them still open. */
export const endings: readonly Ending[] = [
  { status: 'free', count: 18, tellIt: free, ages: [0, 2] },
  { status: 'free', count: 12, tellIt: free, ages: [1, 6] },
  { status: 'free', count: 4, tellIt: free, ages: [6, 20] },
  { status: 'in-progress', count: 22, tellIt: inProgress, ages: [1, 12] },
  { status: 'in-progress', count: 10, tellIt: inProgress, ages: [10, 40] },
  { status: 'incomplete', count: 15, tellIt: incomplete, ages: [1, 14] },
  { status: 'postponed', count: 11, tellIt: postponed, ages: [4, 55] },
  { status: 'closed', count: 26, tellIt: closed, ages: [1, 13] },
  { status: 'approved', count: 40, tellIt: approved, ages: [3, 30] },
  { status: 'approved', count: 112, tellIt: approved, ages: [15, 152] },
  { status: 'cancelled', count: 18, tellIt: cancelled, ages: [2, 140] },
  { status: 'refused', count: 16, tellIt: refused, ages: [3, 140] },
  { status: 'expired', count: 42, tellIt: expired, ages: [40, 152] },
];

export const filedAt = ({ ages: [youngest, oldest] }: Ending, scene: Pick<Scene, 'world'>) =>
  filingTime(scene.world.now, scene.world.random.between(youngest, oldest), scene.world.random);
