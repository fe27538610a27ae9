import type { SourceEvent } from '@plant-ledger/domain';
import type { Outcome } from '@plant-ledger/ledger';
import { withCountsFrom } from './result.js';

const NOW = Date.parse('2024-07-29T12:00:00Z');
const accepted: Outcome = { result: 'accepted', eventId: 'e', stream: 's' };
const event = (occurredAt: number, data: object = {}) => ({
  kind: 'event' as const,
  event: { occurredAt, data } as unknown as SourceEvent,
});
const reported = (incoming: ReturnType<typeof event>, outcome: Outcome = accepted) =>
  withCountsFrom(outcome, incoming, NOW);

describe('from when an event counts', () => {
  it('is said of one that is dated ahead, and of no other', () => {
    expect(reported(event(NOW + 1))).toEqual({ ...accepted, countsFrom: NOW + 1 });
    expect(reported(event(NOW))).toBe(accepted);
    const duplicate: Outcome = { result: 'duplicate', eventId: 'e', stream: 's', first: 'f' };
    expect(reported(event(NOW + 1), duplicate)).toBe(duplicate);
  });

  it('is the time of the fact for what amends one', () => {
    expect(reported(event(NOW + 1, { voids: 'e' }))).toBe(accepted);
    expect(reported(event(NOW + 1, { corrects: 'e', changes: { site: 's' } }))).toBe(accepted);
    const changes = { occurredAt: '2024-07-29T20:01:00+08:00' };
    expect(reported(event(NOW - 1, { corrects: 'e', changes }))).toEqual({ ...accepted, countsFrom: NOW + 60_000 });
  });
});
