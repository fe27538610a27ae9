import { eventIdOf } from '@plant-ledger/domain';
import { readCloudEvent, type NotAnEvent } from './cloud-event.js';
import { reconsider } from './validation.js';

const context = { now: Date.parse('2024-07-29T04:00:00Z'), earliest: Date.UTC(2000, 0, 1) };

const produced = (changes: Readonly<Record<string, unknown>> = {}) => ({
  specversion: '1.0',
  id: '7',
  source: '//bj-1/mes',
  type: 'UnitProduced',
  time: '2024-07-28T14:05:00.123456+08:00',
  data: { vin: 'LSJW74U92RZ000001', model: 'SU7', plant: 'bj-1', line: 'line-1' },
  ...changes,
});

const read = (changes: Readonly<Record<string, unknown>> = {}) => readCloudEvent(produced(changes), context);
const refusalOf = (changes: Readonly<Record<string, unknown>>) => {
  const incoming = read(changes);
  if (incoming.kind !== 'invalid') throw new Error(`it was ${incoming.kind}`);
  return incoming.refusal;
};

describe('reading a CloudEvent', () => {
  it('takes its time as an instant, its type bare, and its identity from source and id', () => {
    expect(read({ type: 'com.example.mes.UnitProduced.v1' })).toMatchObject({
      kind: 'event',
      event: {
        type: 'UnitProduced',
        eventId: eventIdOf('//bj-1/mes', '7'),
        occurredAt: Date.parse('2024-07-28T06:05:00.123Z'),
        data: produced().data,
      },
    });
  });

  it('finds the same content in another offset and another order of fields, and not in other transport attributes', () => {
    const hashOf = (changes: Readonly<Record<string, unknown>>) => {
      const incoming = read(changes);
      return incoming.kind === 'event' ? incoming.event.hash : incoming.kind;
    };
    const { vin, model, plant, line } = produced().data;
    const same = hashOf({});
    expect(hashOf({ time: '2024-07-28T06:05:00.123Z' })).toBe(same);
    expect(hashOf({ data: { line, plant, model, vin } })).toBe(same);
    expect(hashOf({ traceparent: '00-abc-def-01', actor: 'somebody' })).toBe(same);
    expect(hashOf({ time: '2024-07-28T06:05:00.124Z' })).not.toBe(same);
    expect(hashOf({ data: { vin, model: 'SU8', plant, line } })).not.toBe(same);
  });

  it.each([
    ['not an object', 'text'],
    ['no id', produced({ id: undefined })],
    ['an empty source', produced({ source: '' })],
    ['a type that is a number', produced({ type: 7 })],
    ['no time', produced({ time: undefined })],
    ['another version of CloudEvents', produced({ specversion: '0.3' })],
    ['a NUL in its id', produced({ id: 'a\u0000' })],
    ['a lone surrogate in its source', produced({ source: '\ud800' })],
  ])('is no CloudEvent with %s', (_, json) => {
    expect(readCloudEvent(json, context)).toMatchObject({ kind: 'not-an-event', code: 'not-a-cloud-event' });
  });

  it('is no event when nested deeper than any event of the ledger', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100; level += 1) deep = [deep];
    expect((read({ data: { vin: deep } }) as NotAnEvent).code).toBe('too-deep');
  });

  const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
  const fields = produced().data as Readonly<Record<string, unknown>>;

  it('may have its data in base64, of either alphabet, and then keeps its actor all the same', () => {
    const text = JSON.stringify({ ...fields, actor: 'Größe ⟨operator⟩' });
    for (const data_base64 of [base64(text), base64(`\ufeff${text}`), Buffer.from(text).toString('base64url')])
      expect(read({ data: undefined, data_base64 })).toMatchObject({
        kind: 'event',
        event: { actor: 'Größe ⟨operator⟩', data: fields },
      });
  });

  it('may have its data twice only when both say the same', () => {
    const reordered = Object.fromEntries(Object.entries(fields).toReversed());
    expect(read({ data_base64: base64(JSON.stringify(reordered)) }).kind).toBe('event');
    expect(read({ data_base64: base64(JSON.stringify({ ...fields, model: 'YU7' })) })).toMatchObject({
      kind: 'not-an-event',
      code: 'not-a-cloud-event',
      errors: [{ pointer: '/data_base64' }],
    });
  });

  it.each([
    ['a number', 7, 'not-a-cloud-event'],
    ['no base64', 'e30*', 'not-a-cloud-event'],
    ['cut short', `${base64('{"a":1}')}x`, 'not-a-cloud-event'],
    ['no JSON', base64('hello'), 'malformed-json'],
    ['a name twice', base64('{"vin":1,"vin":2}'), 'malformed-json'],
    ['bytes that are no text', base64(Buffer.from([0xff, 0xfe])), 'malformed-json'],
    ['too deep', base64('['.repeat(20) + ']'.repeat(20)), 'too-deep'],
  ])('is no CloudEvent when its data_base64 is %s', (_what, data_base64, code) => {
    for (const data of [undefined, fields])
      expect(read({ data, data_base64 })).toMatchObject({ kind: 'not-an-event', code });
  });

  it('names every field that does not fit', () => {
    const { code, errors } = refusalOf({ data: { vin: 'lower-case', model: 7, plant: 'bj-1' } });
    expect(code).toBe('invalid-vin');
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(['/data/line', '/data/model', '/data/vin']);
  });

  it('keeps the names of unknown fields and not their values', () => {
    const refusal = refusalOf({ data: { ...produced().data, customer: { name: 'Zhang' } } });
    expect(refusal).toMatchObject({ code: 'unknown-field', event: { withheld: ['/data/customer'] } });
    expect(JSON.stringify(refusal)).not.toContain('Zhang');
  });

  it('keeps nothing of the data of a type it does not know', () => {
    const refusal = refusalOf({ type: 'CustomerBorn', data: { name: 'Zhang' } });
    expect(refusal).toMatchObject({ code: 'unknown-type', event: { type: 'CustomerBorn', data: {} } });
    expect(JSON.stringify(refusal)).not.toContain('Zhang');
  });

  it.each([
    ['2024-07-29T04:05:00.000Z', 'event'],
    ['2024-07-29T04:05:00.001Z', 'occurred-in-future'],
    ['2000-01-01T00:00:00Z', 'event'],
    ['1999-12-31T23:59:59Z', 'occurred-too-early'],
    ['2024-07-28 14:05', 'invalid-time'],
    ['2024-02-30T00:00:00Z', 'invalid-time'],
  ])('finds %s to be %s', (time, expected) => {
    const incoming = read({ time });
    expect(incoming.kind === 'invalid' ? incoming.refusal.code : incoming.kind).toBe(expected);
  });

  it('says of a second 60 in the midst of a day that it is no leap second', () => {
    expect(refusalOf({ time: '2024-07-28T12:34:60Z' })).toMatchObject({
      code: 'invalid-time',
      detail: expect.stringContaining('leap second'),
    });
    expect(refusalOf({ time: '2024-07-28T12:34:61Z' }).detail).not.toContain('leap second');
  });

  it('says of a time to come what the clock of the ledger says, and that it stands still where it does', () => {
    const detailOf = (frozen?: boolean) => {
      const incoming = readCloudEvent(produced({ time: '2025-01-01T00:00:00Z' }), { ...context, frozen });
      return incoming.kind === 'invalid' ? incoming.refusal.detail : incoming.kind;
    };
    expect(detailOf()).toMatch(/clock, which says 2024-07-29T04:00:00\.000Z; check the source's clock and offset\.$/);
    expect(detailOf(true)).toMatch(/stands still at 2024-07-29T04:00:00\.000Z \(LEDGER_CLOCK, as on the demo\)/);
    expect(detailOf(true)).not.toContain("source's clock");
  });

  it('lets a correction move a fact only to where it could have been sent in the first place', () => {
    const correction = (occurredAt: string) =>
      refusalOf({
        type: 'UnitEventCorrected',
        data: {
          vin: 'LSJW74U92RZ000001',
          corrects: { source: '//bj-1/mes', id: '6' },
          changes: { occurredAt },
          reason: 'clock was wrong',
        },
      });
    expect(correction('2031-01-01T00:00:00Z')).toMatchObject({
      code: 'occurred-in-future',
      errors: [{ pointer: '/data/changes/occurredAt' }],
    });
    expect(correction('1970-01-01T00:00:00Z').code).toBe('occurred-too-early');
  });

  it('says of field names only what can be stored and shown anywhere', () => {
    const { detail, errors } = refusalOf({ data: { ...produced().data, 'a\u0000\ud800': 1 } });
    expect(detail.isWellFormed() && errors?.every(({ pointer }) => pointer.isWellFormed())).toBe(true);
    expect(detail).not.toContain('\u0000');
  });
});

describe('a kept event that is validated again', () => {
  it('is decided when nothing was withheld', () => {
    const { event } = refusalOf({ time: '2024-07-29T12:30:00+08:00' });
    expect(reconsider(event, { ...context, now: Date.parse('2024-07-29T05:00:00Z') }).kind).toBe('event');
  });

  it('stays refused when values were withheld, because the source has to send it anew', () => {
    const { event } = refusalOf({ data: { ...produced().data, customer: 'Zhang' } });
    expect(reconsider(event, context)).toMatchObject({ kind: 'invalid', refusal: { code: 'unknown-field' } });
  });
});
