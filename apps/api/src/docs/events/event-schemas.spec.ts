import { schemaOf, timeZone, type EventType } from '@plant-ledger/domain';
import { bareType, readCloudEvent } from '@plant-ledger/intake';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { cloudEventSchema, EVENT_TYPES, exampleEvent, schemaDocument, schemaPath } from './event-schemas.js';
import { EVENT_EXAMPLES } from './event-examples.js';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
for (const type of EVENT_TYPES) ajv.addSchema(schemaDocument(type));

const fits = (type: EventType, data: unknown) => ajv.validate(schemaPath(type), data);
const isTaken = (type: EventType, data: unknown) => schemaOf(type).safeParse(data).success;

/** What can stand in place of a field's value. */
const VALUES: readonly unknown[] = [
  null,
  '',
  'a',
  'all',
  'A-1',
  'a b',
  'x'.repeat(41),
  'x'.repeat(100_001),
  'a\u0000b',
  '2024-02',
  '2024-13',
  '2024-02-29',
  '2023-02-29',
  '2024-02-29T00:00:00Z',
  '2024-02-29T00:00:00.123+08:00',
  '2024-02-29T00:00:00',
  'Europe/Paris',
  '+08:00',
  'LSUBJ000000000001',
  'lsubj000000000001',
  'LSUBJ00000000000O',
  '0d3e0c5e-5f0c-5e6c-9d8b-1f0e8f1f7a10',
  'delivered',
  'sitesOpen:sales',
  'delivery',
  'require',
  -1,
  0,
  1,
  1.5,
  100_000,
  1_000_000_000,
  1_000_000_001,
  20_000_000,
  true,
  {},
  [],
  { source: 'a', id: 'b' },
  { source: 'a' },
  { source: 'a', id: 'b', more: 1 },
  { reason: 'a' },
  { site: 'a' },
];

/** The example with one field left out, replaced or added. */
function variations(type: EventType): Record<string, unknown>[] {
  const { data } = EVENT_EXAMPLES[type];
  const known = Object.keys(schemaDocument(type).properties ?? {});
  const without = Object.keys(data).map((name) =>
    Object.fromEntries(Object.entries(data).filter(([each]) => each !== name)),
  );
  const replaced = [...known, 'unheardOf'].flatMap((name) => VALUES.map((value) => ({ ...data, [name]: value })));
  return [data, {}, ...without, ...replaced];
}

describe('the published schema of', () => {
  it.each(EVENT_TYPES)('%s takes what the ledger takes, and nothing else', (type) => {
    expect([fits(type, EVENT_EXAMPLES[type].data), isTaken(type, EVENT_EXAMPLES[type].data)]).toEqual([true, true]);
    const disagreed = variations(type).filter((data) => fits(type, data) !== isTaken(type, data));
    expect(disagreed.filter((data) => !isOnlyAlmostAZone(data.timeZone))).toEqual([]);
  });

  it.each(EVENT_TYPES)('%s lies at a stable address, and says so', (type) => {
    expect(schemaDocument(type)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `/schemas/v1/${type}.json`,
      title: type,
      type: 'object',
      additionalProperties: false,
    });
  });

  it.each(EVENT_TYPES)('the CloudEvent %s knows its type under every name that the intake knows it by', (type) => {
    const validate = ajv.compile(cloudEventSchema(type, schemaPath(type)));
    for (const name of [
      type,
      `com.example.mes.${type}`,
      `a.${type}.v1`,
      `${type}.v1`,
      `${type}.v2`,
      `x${type}`,
      `${type}s`,
    ]) {
      const sent = { ...exampleEvent(type), type: name };
      expect([name, validate(sent)]).toEqual([name, bareType(name) === type]);
    }
  });
});

/** No schema lists the time zones there are: it only says how their names are written. */
function isOnlyAlmostAZone(zone: unknown): boolean {
  return typeof zone === 'string' && /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone) && !timeZone.safeParse(zone).success;
}

describe('what the schema of a CloudEvent asks of its attributes', () => {
  const validate = ajv.compile(cloudEventSchema('UnitHeld', schemaPath('UnitHeld')));
  const values = [undefined, null, '', 'a', 7, 'a\u0001b', 'x'.repeat(2_048), 'x'.repeat(2_049), ['a'], '1.0', '0.3'];

  it.each(['specversion', 'id', 'source'])('%s: the intake asks the same', (name) => {
    const context = { now: Date.parse('2024-08-01T00:00:00Z'), earliest: 0 };
    for (const value of values) {
      const sent = { ...exampleEvent('UnitHeld'), [name]: value };
      const isEvent = readCloudEvent(sent, context).kind === 'event';
      expect([value, validate(JSON.parse(JSON.stringify(sent)))]).toEqual([value, isEvent]);
    }
  });
});
