import fc from 'fast-check';
import type { ProblemException } from '../http/problem.js';
import { Room } from './room.js';

function guest(room: Room) {
  const reported: ProblemException[] = [];
  const share = room.enter();
  share.whenTurnedAway((problem) => reported.push(problem));
  return { reported, share };
}

describe('the room for bodies', () => {
  it('turns away who has been silent for longest, and lets who sends on get through', () => {
    const room = new Room(1_000_000);
    const [first, second, third] = [guest(room), guest(room), guest(room)];
    first.share.hold(400_000);
    second.share.hold(400_000);
    first.share.hold(500_000);
    third.share.hold(200_000);
    expect([first.reported, second.reported, third.reported].map((reported) => reported.length)).toEqual([0, 1, 0]);
    expect(second.reported[0]?.getStatus()).toBe(503);
    expect([room.held, room.turnedAway]).toEqual([700_000, 1]);
    second.share.hold(900_000);
    expect(room.held).toBe(700_000);
    expect(() => second.share.settle()).toThrow('Send it again later');
  });

  it('leaves those alone that hold little, as long as others hold more', () => {
    const room = new Room(1_000_000);
    const [little, much, next] = [guest(room), guest(room), guest(room)];
    little.share.hold(300);
    much.share.hold(900_000);
    next.share.hold(200_000);
    expect([little.reported, much.reported, next.reported].map((reported) => reported.length)).toEqual([0, 1, 0]);
  });

  it('does not turn away what is being worked on, and rather the one that comes', () => {
    const room = new Room(1_000_000);
    const [first, second] = [guest(room), guest(room)];
    first.share.hold(900_000);
    first.share.settle();
    second.share.hold(200_000);
    expect([first.reported, second.reported].map((reported) => reported.length)).toEqual([0, 1]);
    first.share.leave();
    expect(room.held).toBe(0);
  });

  it('never holds more than there is room for, and nothing once all have left', () => {
    const step = fc.record({
      who: fc.nat(5),
      what: fc.constantFrom('hold', 'hold', 'hold', 'settle', 'leave'),
      bytes: fc.nat(400),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const room = new Room(1_000);
        const guests = Array.from({ length: 6 }, () => ({ ...guest(room), settled: 0 }));
        for (const { who, what, bytes } of steps) {
          const one = guests[who];
          if (!one) continue;
          if (what === 'hold' && one.settled === 0) one.share.hold(bytes);
          if (what === 'settle' && one.reported.length === 0) {
            one.share.settle();
            one.settled = 1;
          }
          if (what === 'leave') one.share.leave();
          expect(room.held).toBeLessThanOrEqual(1_000);
          expect(one.reported.length).toBeLessThanOrEqual(1);
        }
        for (const { share } of guests) share.leave();
        expect(room.held).toBe(0);
      }),
    );
  });
});
