import type { Status } from '@plant-ledger/contract';
import { statusLines, verdictOf } from './status-lines.js';

const wellStatus: Status = {
  eventStore: 'sqlite:/data/log.db',
  readModel: 'sqlite:/data/read-model',
  generation: '1',
  position: '85231',
  head: '85231',
  lagEvents: 0,
  lagEventsExact: true,
  lagSeconds: 0,
  caughtUp: true,
  projector: 'this instance',
  chain: null,
  clock: { now: '2024-07-29T04:00:00.000Z', frozen: false, timeZone: 'UTC' },
};

const server = 'http://127.0.0.1:3000';

describe('a status for a person', () => {
  it('is up to date when figures are', () => {
    expect(verdictOf(wellStatus)).toBe('caught up');
    expect(statusLines(server, wellStatus).split('\n')).toEqual([
      `${server}: up to date.`,
      '  position    85231          what figures are as of',
      '  head        85231          the end of the log',
      '  behind      0 events, 0 s',
      '  event store sqlite:/data/log.db',
      '  read model  sqlite:/data/read-model, generation 1',
      '',
    ]);
  });

  it('says how far behind it is, and when that is only the least', () => {
    const behind = { ...wellStatus, caughtUp: false, lagEvents: 1, lagEventsExact: false, lagSeconds: 0.25 };
    expect(verdictOf(behind)).toBe('behind');
    expect(statusLines(server, behind)).toMatch(/behind, and catching up[^]*at least 1 event, 0\.3 s/);
  });

  it('names the event it stopped at, even when it is behind too', () => {
    const stopped = {
      type: 'UnitTeleported',
      stream: 'unit-V',
      position: '7',
      id: 'e',
      reason: 'not a type this version knows',
    };
    const status = { ...wellStatus, caughtUp: false, stopped };
    expect(verdictOf(status)).toBe('stopped');
    expect(statusLines(server, status)).toContain('stopped at position 7 before UnitTeleported of unit-V: not a type');
  });

  it('says when the event store does not answer, or the projector tries again', () => {
    expect(statusLines(server, { ...wellStatus, caughtUp: false, head: null })).toMatch(
      /does not answer[^]*head +unknown/,
    );
    const failure = { reason: 'the disk is full', since: '2024-07-29T04:00:00.000Z', attempts: 1 };
    expect(statusLines(server, { ...wellStatus, caughtUp: false, failure })).toContain(
      'trying again since 2024-07-29T04:00:00.000Z: the disk is full.',
    );
  });

  it('says why a new read model is filled, how far that is, and what is answered meanwhile', () => {
    const why = 'The read model was made for another ledger.';
    const rebuilding = { why, since: '2024-07-29T04:00:00.000Z', position: '500', target: '2000' };
    const status = { ...wellStatus, caughtUp: false, rebuilding };
    expect(statusLines(server, status)).toContain(
      `position 500 of 2000, and until it is done the figures of before are answered. ${why}`,
    );
    expect(statusLines(server, { ...status, withheld: why })).toContain('no figures are answered');
    const begun = { ...rebuilding, position: null, target: null };
    expect(statusLines(server, { ...status, rebuilding: begun })).toContain('it begins');
  });

  it('says when another instance follows the log', () => {
    expect(statusLines(server, { ...wellStatus, projector: 'standing by' })).toMatch(/projector +another instance/);
    expect(statusLines(server, { ...wellStatus, projector: 'this instance' })).not.toContain('another instance');
  });

  it('of an empty log has no position', () => {
    expect(statusLines(server, { ...wellStatus, position: '0', head: '0' })).toMatch(/position +no events yet/);
  });
});
