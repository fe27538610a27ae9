import Sequencer from '@jest/test-sequencer';

const LONG = ['attacks', 'browser', 'faults', 'crash', 'docs', ''].map((folder) => `/test/${folder}`);
const rank = ({ path }) => {
  const first = LONG.findIndex((folder) => path.includes(folder));
  return first < 0 ? LONG.length : first;
};

/** What starts processes and browsers takes longest, and comes first: no worker is left alone with it at the end. */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
