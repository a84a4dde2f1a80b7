import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { noComplaint } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { aWalker, type Chapter, type Walker } from './walk/gestures-of.ts';
import { managerChapters } from './walk/manager.ts';
import { preferenceChapters } from './walk/preferences.ts';
import { propertyChapters } from './walk/properties.ts';
import { requesterChapters } from './walk/requester.ts';

const ways = [
  { name: 'avec JavaScript', width: 1280, javaScript: true },
  { name: 'sans JavaScript', width: 1280, javaScript: false },
];
const chapters = [...requesterChapters, ...managerChapters, ...propertyChapters, ...preferenceChapters];

/** One script, walked twice at once: each sentence goes on where the one before stopped. */
describe('Les guides, phrase par phrase', { concurrency: true }, () => {
  for (const way of ways)
    describe(way.name, { concurrency: false }, () => {
      let world: World;
      let campus: Campus;

      before(async () => {
        world = await aWorld();
        campus = await aCampus(world.db);
      });
      after(() => world.close());

      const walkThrough = (chapter: Chapter) =>
        describe(chapter.name, { concurrency: false }, () => {
          let walker: Walker;
          let broken = false;

          before(async () => {
            walker = await aWalker(world, campus, chapter, way);
          });
          after(() => walker?.page.context().close());

          for (const [sentence, does] of chapter.gestures) {
            it(sentence, async () => {
              assert.ok(!broken, 'what comes before has failed');
              broken = true;
              await does(walker);
              noComplaint(walker.page);
              broken = false;
            });
          }
        });
      for (const chapter of chapters) walkThrough(chapter);
    });
});
