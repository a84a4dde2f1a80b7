import { assignAutomatically } from './assign-automatically.ts';
import { defineAction } from './define.ts';
import { release } from './release.ts';

/** Acts of the administration of a service, on the tickets of a manager who leaves or is away: see `pass-on.ts`. */
export const reassign = defineAction({
  ...assignAutomatically,
  name: 'reassign',
  label: 'Ré-assigner',
  sentence: () => 'a ré-assigné le ticket à {{to}} (précédemment {{from}})',
});

export const takeAway = defineAction({
  ...reassign,
  name: 'take-away',
  label: 'Retirer à son gestionnaire',
  icon: release.icon,
  sentence: () => 'a libéré le ticket (précédemment {{from}})',
  news: release.news,
  subjectWord: release.subjectWord,
  tells: release.tells,
});
