import type { DecidedEvent } from './event.js';
import { alterationOf } from './genuine.js';
import { fromStored, toStored } from './stored.js';
import { NEW_UNIT } from './unit/unit.state.js';
import { park } from './unit/unit.parked.js';
import { delivered, hour, report } from './testing/facts.js';

/** An event as it lies in the log, with what somebody has made of its row. */
function lies(event: DecidedEvent, alter: Partial<Record<'id' | 'type' | 'data' | 'metadata', string>> = {}) {
  const { id, type, data, metadata } = toStored(event, hour(100));
  const row = { id, type, data: JSON.stringify(data), metadata: JSON.stringify(metadata), ...alter };
  return alterationOf(fromStored({ ...row, stream: 'unit-x', revision: 0, position: 1n }), row.id);
}

const texts = (event: DecidedEvent) => {
  const { data, metadata } = toStored(event, hour(100));
  return { data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
};

describe('an event in the log that is as it was written', () => {
  it('is one that a source sent, whatever else the ledger keeps beside it', () => {
    expect(lies({ ...delivered(30), actor: '车间 2', correlation: 'c', sequence: '7', parked: true })).toBeUndefined();
  });

  it('is a closing, whose figures its source did not send', () => {
    const closed = report('MonthClosed', hour(800), { month: '2024-03' });
    expect(
      lies({ ...closed, data: { ...closed.data, published: { position: '7', chain: '', totals: [], downtime: [] } } }),
    ).toBeUndefined();
  });

  it('is what the ledger wrote of its own accord', () => {
    const decision = park(NEW_UNIT, delivered(30), 'production', -1);
    expect(decision.kind).toBe('park');
    for (const event of decision.kind === 'park' ? decision.events : []) expect(lies(event)).toBeUndefined();
  });
});

describe('an event in the log that was altered shows it', () => {
  const event = delivered(30);
  const { data, metadata } = texts(event);

  it.each([
    ['a field of its data', { data: data.replace('shop-1', 'shop-2') }],
    ['a field more', { data: data.replace('{', '{"more":1,') }],
    ['another type', { type: 'UnitReturned' }],
    ['another time', { metadata: metadata.replace('At":"2024-03-02T06', 'At":"2024-03-02T07') }],
    ['no time at all', { metadata: metadata.replace('At":"2024-03-02T06', 'At":"x') }],
    ['another hash', { metadata: metadata.replace(event.hash, 'f'.repeat(64)) }],
    ['data nested without end', { data: `{"a":${'['.repeat(50)}${']'.repeat(50)}}` }],
  ])('by %s', (_what, alter) => {
    expect(lies(event, alter)).toContain('its data, type or time was altered');
  });

  it.each([
    ['source', { metadata: metadata.replace('"/mes"', '"/erp"') }],
    ['id', { metadata: metadata.replace(JSON.stringify(event.id), '"other"') }],
    ['event id', { metadata: metadata.replace(event.eventId, `0${event.eventId.slice(1)}`) }],
    [
      'source, put down to the ledger itself',
      {
        metadata: metadata.replace('"/mes"', '"plant-ledger"').replace(JSON.stringify(event.id), `"${event.eventId}"`),
      },
    ],
  ])('by another %s', (_what, alter) => {
    expect(lies(event, alter)).toContain('they do not give its event id');
  });

  it('by the id that the store knows, where content and hash were altered together', () => {
    const forged = { ...event, data: { ...event.data, site: 'shop-2' } };
    const { hash } = report('UnitDelivered', hour(30), forged.data);
    expect(lies({ ...forged, hash }, { id: toStored(event, hour(100)).id })).toContain('do not give the id');
  });
});
