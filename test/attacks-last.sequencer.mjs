import Sequencer from '@jest/test-sequencer';

const isAttack = ({ path }) => path.includes('/test/attacks/');

/** The attacks come last: they take the machine for themselves (test/attacks/alone.ts), and nobody has to wait for them. */
export default class AttacksLast extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted.filter((test) => !isAttack(test)), ...sorted.filter(isAttack)];
  }
}
