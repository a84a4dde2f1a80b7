import { blanks } from './blanks.ts';
import { day, isEvening, workingAfter } from './calendar.ts';
import type { Case } from './cases/define.ts';
import { cases } from './cases.ts';
import { misfiled } from './phrases.ts';
import { otherManagers, type Scene } from './scene.ts';
import { endings, filedAt } from './stories.ts';
import { file, invite, type Tale, transfer } from './telling.ts';
import { filled } from './text.ts';
import type { Category, Manager, Person, World } from './world.ts';

const writes = (by: Case['by']) => (person: Person) => {
  if (typeof by !== 'string') return by.includes(person.login ?? '');
  if (person.login === null || person.isAdmin) return false;
  if (by === 'employee') return person.role !== 'student';
  return by === 'all' || person.role === by;
};

/** Who deals with it: a member of the category; the unavailable one only has old tickets. */
const managerOf = (category: Category, owner: Person, filed: Date, { now, random }: World): Manager | undefined => {
  const old = now.getTime() - filed.getTime() > 35 * day;
  const able = category.members.filter(
    ({ person, available, privileges }) => person !== owner && (available || old) && privileges.has('take-free-ticket'),
  );
  return able.length === 0 ? undefined : random.pick(able);
};

const closings = ['Merci d’avance.', 'Merci pour votre aide.', 'Bien cordialement,', 'Cordialement,', 'Merci !'];

function request(world: World, owner: Person, anonymous: boolean, says: string, at: Date): string {
  const { random } = world;
  if (anonymous) return says;
  const hello = isEvening(at) ? 'Bonsoir,' : 'Bonjour,';
  const name = random.chance(0.6) ? `${owner.name}\n${owner.about}` : owner.name;
  return `${hello}\n\n${says}\n\n${random.pick(closings)}\n${name}`;
}

/** Moved by a manager of the service where it was filed by mistake, who sometimes stays to see what follows. */
function putRight(tale: Tale, to: Category, at: Date): void {
  const { random } = tale.world;
  const movers = tale.category.service.managers.filter(
    ({ person, privileges }) => person !== tale.owner && privileges.has('transfer-to-other-service'),
  );
  const [mover] = movers;
  if (mover === undefined) return;
  transfer(tale, mover.person, at, to, { says: random.pick(misfiled) });
  const stranger = !to.service.managers.some(({ person }) => person === mover.person);
  if (stranger && random.chance(0.5))
    invite(tale, mover.person, at, mover.person, { batch: tale.entries.at(-1)?.batch ?? random.uuid() });
}

/** Half of the time, people mistake the category where the mistake is easy. */
const firstCategory = (chosen: Case, world: World): Category | undefined => {
  const { random } = world;
  if (chosen.mistakenFor !== undefined && random.chance(0.5)) return world.category(chosen.mistakenFor);
  const right = world.category(chosen.in);
  if (right.confidential || !right.offered || right.service.anonymous || !random.chance(0.05)) return undefined;
  const near = world.categories.filter(
    (other) => other.service === right.service && other !== right && other.offered && !other.confidential,
  );
  return near.length === 0 ? undefined : random.pick(near);
};

const onBehalf = (world: World, right: Category, owner: Person): Person | undefined => {
  const managers = right.service.managers.filter(({ person }) => person !== owner);
  return !right.service.anonymous && !right.confidential && managers.length > 0 && world.random.chance(0.06)
    ? world.random.pick(managers).person
    : undefined;
};

const ownChoices = (world: World, right: Category) => {
  const { random } = world;
  return {
    priority: random.chance(0.14) ? random.pick([1, 2, 4, 4, 5] as const) : null,
    visibility:
      !right.confidential && !right.service.anonymous && random.chance(0.08)
        ? random.pick(['private', 'private', 'subject-only', 'intranet'] as const)
        : null,
  };
};

/** One of the subjects of a case. With its own request and solution, the rest of the case does not apply. */
const variant = (chosen: Case, random: World['random']): { subject: string; story: Case } => {
  const one = random.pick(chosen.subjects);
  if (typeof one === 'string') return { subject: one, story: chosen };
  const [subject, says, solved] = one;
  return { subject, story: { in: chosen.in, by: chosen.by, subjects: [subject], says, solved } };
};

const spoken = (
  { in: _in, by: _by, subjects: _subjects, mistakenFor: _from, ...words }: Case,
  values: Record<string, string>,
) =>
  Object.fromEntries(
    Object.entries(words).map(([key, text]) => [key, filled(text, values)]),
  ) as unknown as Scene['words'];

function scene(world: World, chosen: Case, at: Date): Scene | undefined {
  const { random } = world;
  const right = world.category(chosen.in);
  const owner = random.pick(world.people.filter(writes(chosen.by)));
  const manager = managerOf(right, owner, at, world);
  if (manager === undefined) return undefined;
  const ownDegree = /^[LM]\d/.test(owner.about) ? { formation: owner.about } : {};
  const values = { ...blanks(at, random), ...ownDegree };
  const { subject, story } = variant(chosen, random);
  const wrong = firstCategory(chosen, world);
  const helper = wrong === undefined ? onBehalf(world, right, owner) : undefined;
  const tale = file(world, {
    in: wrong ?? right,
    owner,
    ...(helper === undefined ? {} : { creator: helper, origin: random.pick(['phone', 'phone', 'other'] as const) }),
    subject: filled(subject, values),
    says: request(world, owner, right.service.anonymous, filled(story.says, values), at),
    at,
    files: story.file !== undefined && random.chance(0.6) ? [story.file] : [],
    ...ownChoices(world, right),
  });
  if (wrong !== undefined) {
    const moved = workingAfter(at, random.between(10, 240));
    const latest = at.getTime() + (world.now.getTime() - at.getTime()) / 2;
    putRight(tale, right, new Date(Math.min(moved.getTime(), latest)));
  }
  if (tale.category !== right) return undefined;
  return {
    tale,
    words: spoken(story, values),
    manager,
    colleagues: otherManagers(tale, manager),
    world,
  };
}

/** The largest services receive the most. */
const weighted = cases.flatMap((one) =>
  one.in.startsWith('dnum/') && one.in !== 'dnum/internal' ? [one, one] : [one],
);

/** Each case in turn before any comes again, in an order that the seed decides. */
function* turns(world: World): Generator<Case, never> {
  for (;;) {
    const deck = weighted.map((one) => ({ one, order: world.random.next() })).sort((a, b) => a.order - b.order);
    for (const { one } of deck) yield one;
  }
}

/** Hundreds of tickets, each drawn from a case and brought to its end. */
export function manyTales(world: World): Tale[] {
  const deck = turns(world);
  return endings.flatMap((ending) => {
    const tales: Tale[] = [];
    while (tales.length < ending.count) {
      const played = scene(world, deck.next().value, filedAt(ending, { world }));
      if (played === undefined) continue;
      ending.tellIt(played);
      tales.push(played.tale);
    }
    return tales;
  });
}
