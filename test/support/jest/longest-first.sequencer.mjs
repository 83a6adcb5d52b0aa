// Orders the test files of a run that has no earlier durations to go by, as the first run of a clone. Files that start processes or a browser take the
// longest, so they start first: otherwise one worker would run them alone at the end.
import TestSequencer from '@jest/test-sequencer';

/** Projects whose files start first, in this order; all others follow, the largest file first. */
const FIRST_PROJECTS = ['browser', 'recovery'];

export default class LongestFirstSequencer extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ context }) {
  const at = FIRST_PROJECTS.indexOf(context.config.displayName?.name);
  return at === -1 ? FIRST_PROJECTS.length : at;
}
