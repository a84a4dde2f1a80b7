import { wakingAfter, workingAfter } from './calendar.ts';
import type { Case } from './cases/define.ts';
import { lastAt, type Tale } from './telling.ts';
import type { Manager, Person, World } from './world.ts';

/** One ticket on its way to an end: who plays, and the words of its case, blanks filled. */
export interface Scene {
  tale: Tale;
  words: Omit<Case, 'in' | 'by' | 'subjects' | 'mistakenFor'>;
  /** Who will deal with it. */
  manager: Manager;
  /** Other managers of its service, or members of a confidential category. */
  colleagues: readonly Manager[];
  world: World;
}

const minute = 60_000;

/** Never after now: a story that runs late is squeezed in the time that is left. */
const squeezed = ({ tale, world }: Scene, at: Date) => {
  const last = lastAt(tale).getTime();
  const left = world.now.getTime() - last;
  const exact = at.getTime() + world.random.between(0, minute);
  return new Date(exact < world.now.getTime() - 3 * minute ? exact : last + left * world.random.between(0.15, 0.5));
};

/** In the hours of the services. */
export const soon = (scene: Scene, low = 15, high = 300) =>
  squeezed(scene, workingAfter(lastAt(scene.tale), scene.world.random.between(low, high)));

/** When requesters read their mail. */
export const whenRead = (scene: Scene, low = 20, high = 1500) =>
  squeezed(scene, wakingAfter(lastAt(scene.tale), scene.world.random.between(low, high)));

const greetings = ['Bonjour,', 'Bonjour,', 'Bonjour,', 'Bonjour et merci de votre message,'];
const goodbyes = ['Bien cordialement,', 'Cordialement,', 'Bonne journée,'];

/** A letter from a service: some greet and sign, some come to the point. */
export function letter({ world: { random }, tale }: Scene, from: Person, says: string): string {
  if (tale.anonymous || random.chance(0.3)) return says;
  return `${random.pick(greetings)}\n\n${says}\n\n${random.pick(goodbyes)}\n${from.name}`;
}

export const otherManagers = (tale: Tale, manager: Manager): Manager[] =>
  (tale.category.confidential ? tale.category.members : tale.category.service.managers).filter(
    ({ person, available }) => available && person !== manager.person && person !== tale.owner,
  );
