import { EVENT_SCHEMAS, isEventType, type EventType } from '@plant-ledger/domain';
import { readCloudEvent } from './cloud-event.js';
import { csvReader, CsvError, type CsvOptions } from './csv.js';
import { everyField, fieldsOf } from './csv-fields.js';

const attributes = ['type', 'time', 'source', 'id'];
const time = '2024-07-28T14:05:00+08:00';

function read(header: string[], cells: string[], options?: CsvOptions) {
  return csvReader(header, options)(cells) as { readonly event: Readonly<Record<string, unknown>> };
}

describe('a CSV row as an event', () => {
  it('has its attributes and the fields of its data from the columns of their names', () => {
    const row = ['UnitProduced', time, '//mes', 'p-1', 'LXXSU70A1RA000001', 'SU7', 'bj-1', 'L1'];
    expect(read([...attributes, 'vin', 'model', 'plant', 'line'], row)).toEqual({
      event: {
        specversion: '1.0',
        type: 'UnitProduced',
        time,
        source: '//mes',
        id: 'p-1',
        data: { vin: 'LXXSU70A1RA000001', model: 'SU7', plant: 'bj-1', line: 'L1' },
      },
    });
  });

  it('is one that intake takes', () => {
    const header = [...attributes, 'plant', 'line', 'unitsPerHour'];
    const { event } = read(header, ['com.example.LineCommissioned.v1', time, '//mes', 'l-1', 'bj-1', 'L1', '16.5']);
    expect(readCloudEvent(event, { now: Date.parse(time), earliest: 0 })).toMatchObject({
      kind: 'event',
      event: { type: 'LineCommissioned', data: { plant: 'bj-1', line: 'L1', unitsPerHour: 16.5 } },
    });
  });

  it.each([
    ['LineHalted', 'planned', 'TRUE', true],
    ['LineHalted', 'planned', 'false', false],
    ['LineHalted', 'planned', 'perhaps', 'perhaps'],
    ['LineHalted', 'expectedMinutes', '720', 720],
    ['LineCommissioned', 'unitsPerHour', '1.6e1', 16],
    ['LineCommissioned', 'unitsPerHour', '1,000', '1,000'],
    ['LineCommissioned', 'unitsPerHour', '0x10', '0x10'],
    ['MonthlyTargetSet', 'target', '10000', 10_000],
    ['SiteOpened', 'city', '59', '59'],
    ['UnitHeld', 'reason', 'true', 'true'],
    ['NoSuchEvent', 'target', '5', '5'],
  ])('of type %s has %s "%s" as %p', (type, field, cell, value) => {
    expect(read([...attributes, field], [type, time, '//mes', '1', cell]).event.data).toEqual({ [field]: value });
  });

  it('nests dotted columns, also those of booleans', () => {
    const header = [...attributes, 'corrects.source', 'corrects.id', 'changes.planned', 'data.reason'];
    const row = ['LineEventCorrected', time, '//mes', '2', '//mes', '1', 'true', 'it was planned'];
    expect(read(header, row).event.data).toEqual({
      corrects: { source: '//mes', id: '1' },
      changes: { planned: true },
      reason: 'it was planned',
    });
  });

  it('leaves empty cells out, so one file can hold events of many types', () => {
    const header = [...attributes, 'vin', 'site', 'plant', 'reason'];
    expect(read(header, ['UnitHeld', time, '//mes', '1', 'V', '', '', 'scratch']).event.data).toEqual({
      vin: 'V',
      reason: 'scratch',
    });
  });

  it('keeps its text as it is, spaces too: nothing is repaired', () => {
    expect(read([...attributes, 'vin'], ['UnitHeld', time, '//mes', '1', ' lxx ']).event.data).toEqual({
      vin: ' lxx ',
    });
  });

  it('is empty when every cell is', () => {
    expect(read(attributes, [''])).toEqual({ empty: true });
    expect(read(attributes, ['', '', '', ''])).toEqual({ empty: true });
  });

  it('takes the source of the whole file where it names none of its own', () => {
    const header = ['type', 'time', 'id', 'source'];
    expect(read(header, ['UnitHeld', time, '1', ''], { source: '//mes' }).event.source).toBe('//mes');
    expect(read(header, ['UnitHeld', time, '1', '//own'], { source: '//mes' }).event.source).toBe('//own');
  });

  it('makes its id from columns, no two different rows the same', () => {
    const options = { source: '//mes', idFrom: ['vin', 'type'] };
    const header = ['type', 'time', 'vin'];
    expect(read(header, ['UnitHeld', time, 'V1'], options).event.id).toBe('V1/UnitHeld');
    expect(read(header, ['b', time, 'a/'], options).event.id).not.toBe(
      read(header, ['/b', time, 'a'], options).event.id,
    );
    expect(read(header, ['UnitHeld', time, ''], options)).toEqual({ fault: expect.stringContaining('"vin" is empty') });
  });

  it('is at fault when it has more cells than columns', () => {
    expect(read(attributes, ['UnitHeld', time, '//mes', '1', 'a', 'b'])).toEqual({
      fault: expect.stringContaining('6 cells'),
    });
    expect(read([...attributes, ''], ['UnitHeld', time, '//mes', '1', 'a'])).toEqual({
      fault: expect.stringContaining('Cell 5'),
    });
    expect(read(attributes, ['UnitHeld', time, '//mes', '1', '', ''])).toHaveProperty('event');
  });

  it('is at fault when it is not UTF-8', () => {
    const reason = Buffer.from([0x4b, 0xfc, 0x68]).toString('utf8');
    expect(read([...attributes, 'reason'], ['UnitHeld', time, '//mes', '1', reason])).toEqual({
      fault: expect.stringContaining('UTF-8'),
    });
  });

  it('is at fault when a reference is both an eventId and a source with an id', () => {
    const header = [...attributes, 'voids', 'voids.id'];
    expect(read(header, ['UnitEventVoided', time, '//mes', '1', 'x', 'y'])).toHaveProperty('fault');
    expect(read(header, ['UnitEventVoided', time, '//mes', '1', '', 'y']).event.data).toEqual({ voids: { id: 'y' } });
  });
});

describe('a CSV header', () => {
  const refusal = (header: string[], options?: CsvOptions) => () => csvReader(header, options);

  it.each([
    [['time', 'source', 'id'], 'no column "type"'],
    [['type', 'source', 'id'], 'no column "time"'],
    [['type', 'time', 'id'], '--source'],
    [['type', 'time', 'source'], '--id-from'],
    [[...attributes, 'vin', 'vin'], 'stands twice'],
    [[...attributes, 'vin', 'data.vin'], 'stands twice'],
    [[...attributes, 'VIN'], 'must be written "vin"'],
    [[...attributes, 'customer'], '"customer" is no field of any event'],
    [[...attributes, '__proto__.x'], 'no field of any event'],
    [[], 'nothing'],
  ])('%j is refused in one sentence: %s', (header, sentence) => {
    expect(refusal(header)).toThrow(CsvError);
    expect(refusal(header)).toThrow(sentence);
  });

  it('is refused when the id is to be made from a column that is not there', () => {
    expect(refusal(['type', 'time', 'vin'], { source: 's', idFrom: ['vin', 'order'] })).toThrow('"order"');
  });

  it('may be written in capitals where it names attributes, and with spaces around', () => {
    expect(read(['Type', ' Time', 'SOURCE', 'Id '], ['UnitHeld', time, '//mes', '1']).event).toMatchObject({
      type: 'UnitHeld',
      id: '1',
    });
  });

  it('may name every field of every event type', () => {
    expect(refusal([...attributes, ...everyField()])).not.toThrow();
    for (const type of Object.keys(EVENT_SCHEMAS).filter(isEventType) satisfies EventType[])
      expect(fieldsOf(type).size).toBeGreaterThan(0);
    expect(fieldsOf('UnitEventCorrected').get('changes.occurredAt')).toBe('text');
    expect(fieldsOf('LineEventCorrected').get('changes.planned')).toBe('boolean');
    expect(fieldsOf('MilestoneRevised').get('target')).toBe('number');
  });
});
