import fc from 'fast-check';
import { EVENT_SCHEMAS, isEventType } from './catalog.js';
import { VIN } from './testing/facts.js';
import { checkData, pointerTo } from './validate.js';

/** What is at fault in data as it arrives: JSON text, so that nothing a JSON parser can make is left out. */
const pointers = (type: string, json: string) => {
  if (!isEventType(type)) throw new Error(`no event ${type}`);
  return checkData(type, JSON.parse(json)).faults?.errors.map(({ pointer }) => pointer);
};
const held = (fields: string) => pointers('UnitHeld', `{"vin":"${VIN}","reason":"paint"${fields}}`);
const unknownIn = (type: 'UnitHeld' | 'UnitEventVoided', json: string) =>
  checkData(type, JSON.parse(json)).faults?.unknown;

describe('data that fits', () => {
  it('has no faults', () => {
    expect(held('')).toBeUndefined();
    expect(held(',"actor":"shift 2"')).toBeUndefined();
  });
});

describe('an unknown field', () => {
  it('is named by its pointer, at the top and nested', () => {
    expect(held(',"driver":"x"')).toEqual(['/data/driver']);
    expect(
      pointers(
        'UnitEventCorrected',
        `{"vin":"${VIN}","corrects":{"source":"s","id":"1"},"changes":{"model":"m","colour":1},"reason":"r"}`,
      ),
    ).toEqual(['/data/changes/colour']);
    expect(
      pointers('UnitEventVoided', `{"vin":"${VIN}","voids":{"source":"s","id":"1","by":1},"reason":"r"}`),
    ).toContain('/data/voids/by');
    expect(
      pointers(
        'LineEventCorrected',
        `{"plant":"p","line":"l","corrects":{"source":"s","id":"1"},"changes":{"planned":true,"halt":"h"},"reason":"r"}`,
      ),
    ).toEqual(['/data/changes/halt']);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'is named even when it is called "%s"',
    (name) => {
      expect(held(`,"${name}":{"a":1}`)).toEqual([`/data/${name}`]);
      expect(
        unknownIn('UnitEventVoided', `{"vin":"${VIN}","voids":{"source":"s","id":"1","${name}":1},"reason":"r"}`),
      ).toEqual([['voids', name]]);
    },
  );

  it('is listed with its path, so that its value can be left out', () => {
    expect(unknownIn('UnitHeld', `{"vin":"${VIN}","reason":"r","phone":"1","mail":"2"}`)).toEqual([
      ['phone'],
      ['mail'],
    ]);
    expect(unknownIn('UnitHeld', `{"vin":"${VIN}"}`)).toEqual([]);
  });

  it('has its ~ and / escaped in the pointer, as RFC 6901 asks', () => {
    expect(held(',"a/b~c":1')).toEqual(['/data/a~1b~0c']);
    expect(pointerTo(['~1', 0])).toBe('/data/~01/0');
  });
});

describe('a wrong type', () => {
  it.each(['null', '[]', '"x"', '5', 'true'])('of the data as a whole is named at /data: %s', (json) => {
    expect(pointers('UnitHeld', json)).toEqual(['/data']);
  });

  it('of data that is missing altogether is, too', () => {
    expect(checkData('UnitHeld', undefined).faults?.errors.map(({ pointer }) => pointer)).toEqual(['/data']);
  });

  it.each(['1', 'null', 'true', '[]', '{}', '{"toString":1}'])('of a field is named there: %s', (value) => {
    expect(pointers('UnitShipped', `{"vin":"${VIN}","site":${value}}`)).toEqual(['/data/site']);
    expect(pointers('UnitEventVoided', `{"vin":"${VIN}","voids":${value},"reason":"r"}`)).toContain('/data/voids');
  });

  it('and every other fault is told at once', () => {
    expect(pointers('UnitProduced', '{"vin":"x","model":"a b ","plant":1}')).toEqual([
      '/data/vin',
      '/data/model',
      '/data/plant',
      '/data/line',
    ]);
  });
});

describe('a number', () => {
  const rate = (value: string) => pointers('LineRateChanged', `{"plant":"p","line":"l","unitsPerHour":${value}}`);
  const target = (value: string) =>
    pointers('MonthlyTargetSet', `{"metric":"produced","month":"2024-07","target":${value}}`);

  it.each(['"16"', '"NaN"', 'null', '1e400', '-1e400', '0', '-0', '-1', '1e6', '[16]', '{"n":16}', 'true'])(
    'is no rate: %s',
    (value) => {
      expect(rate(value)).toEqual(['/data/unitsPerHour']);
    },
  );
  it.each(['16', '16.0', '1.6e1', '0.5', '100000'])('is a rate: %s', (value) => {
    expect(rate(value)).toBeUndefined();
  });
  it.each(['1.5', '-1', '2e9', '9007199254740993', '1e300', '"10"', 'null'])('is no count: %s', (value) => {
    expect(new Set(target(value))).toEqual(new Set(['/data/target']));
  });
  it.each(['0', '-0', '10000', '1e4', '1000000000'])('is a count: %s', (value) => {
    expect(target(value)).toBeUndefined();
  });
});

describe('text', () => {
  it.each(['', '\\u0000', 'a\\u0007b', '\\u001b[2J', '\\u007f', '\\r', '\\ud800', 'a\\udc00b', '\\udc00\\ud800'])(
    'a person could not read or a store not keep is refused: "%s"',
    (text) => {
      expect(pointers('UnitHeld', `{"vin":"${VIN}","reason":"${text}"}`)).toEqual(['/data/reason']);
    },
  );
  it.each(['车身喷漆', '\\ud83d\\ude97', 'two\\nlines\\tand a tab', 'Ärger', '\\u202e'])(
    'of any script is welcome: "%s"',
    (text) => {
      expect(pointers('UnitHeld', `{"vin":"${VIN}","reason":"${text}"}`)).toBeUndefined();
    },
  );
});

describe('a VIN', () => {
  it.each([
    '',
    'LSU7AAAA6RB00000',
    'LSU7AAAA6RB0000011',
    'lsu7aaaa6rb000001',
    'LSU7AAAA6RB00000I',
    'LSU7AAAA6RB00000O',
    'LSU7AAAA6RB00000Q',
    ' LSU7AAAA6RB00001',
    'LSU7AAAA6RB-00001',
    'LSU7AAAA6RB000001\\n',
    'ＬSU7AAAA6RB000001',
  ])('is refused, never repaired: "%s"', (vin) => {
    expect(pointers('UnitScrapped', `{"vin":"${vin}","reason":"r"}`)).toEqual(['/data/vin']);
  });
});

describe('an identifier', () => {
  const site = (id: string) => pointers('UnitShipped', `{"vin":"${VIN}","site":"${id}"}`);

  it.each(['', ' a', 'a\\n', 'x'.repeat(81), 'all'])('is refused: "%s"', (id) => {
    expect(site(id)).toEqual(['/data/site']);
  });
  it.each(['a', 'ALL', 'All', '-', '0', 'a b', 'a.b', 'a_b', 'a/b', 'ä', 'x'.repeat(80)])(
    'is taken as it is: "%s"',
    (id) => {
      expect(site(id)).toBeUndefined();
    },
  );
});

describe('dates, months, zones and references', () => {
  it.each(['2024-02-30', '2023-02-29', '2024-2-1', '2024-07-29T00:00:00Z', '', '20240729'])('no date: "%s"', (date) => {
    expect(pointers('PlantCapacityChanged', `{"plant":"p","unitsPerMonth":1,"effectiveFrom":"${date}"}`)).toEqual([
      '/data/effectiveFrom',
    ]);
  });
  it.each(['2024-00', '2024-13', '2024-7', '2024-07-01', '07-2024', ''])('no month: "%s"', (month) => {
    expect(pointers('MonthClosed', `{"month":"${month}"}`)).toEqual(['/data/month']);
  });
  it.each(['+08:00', 'UTC+8', 'Asia/Nowhere', '', 'Asia/Shanghai ', 'asia'])('no time zone: "%s"', (zone) => {
    expect(pointers('PlantRegistered', `{"plant":"p","name":"n","timeZone":"${zone}","vinCheckDigit":"warn"}`)).toEqual(
      ['/data/timeZone'],
    );
  });
  it.each([
    '"1"',
    '"6f1c3a5e-84d2-0b0b-9a0e-7d4c2f6b1e90"',
    '{}',
    '{"source":"s"}',
    '{"source":"","id":"1"}',
    '{"source":"s","id":1}',
  ])('no reference: %s', (reference) => {
    const reported = pointers('UnitEventVoided', `{"vin":"${VIN}","voids":${reference},"reason":"r"}`);
    expect(reported?.every((pointer) => pointer.startsWith('/data/voids'))).toBe(true);
  });

  it('a correction changes something, and a revision too', () => {
    expect(
      pointers('UnitEventCorrected', `{"vin":"${VIN}","corrects":{"source":"s","id":"1"},"changes":{},"reason":"r"}`),
    ).toEqual(['/data/changes']);
    expect(
      pointers(
        'UnitEventCorrected',
        `{"vin":"${VIN}","corrects":{"source":"s","id":"1"},"changes":{"vin":"${VIN}"},"reason":"r"}`,
      ),
    ).toContain('/data/changes/vin');
    expect(
      pointers(
        'UnitEventCorrected',
        `{"vin":"${VIN}","corrects":{"source":"s","id":"1"},"changes":{"occurredAt":"2024-02-30T00:00:00Z"},"reason":"r"}`,
      ),
    ).toEqual(['/data/changes/occurredAt']);
    expect(pointers('MilestoneRevised', '{"milestone":"m","reason":"r"}')).toEqual(['/data']);
  });

  it('a milestone of sites has no plant', () => {
    expect(
      pointers(
        'MilestoneDefined',
        '{"milestone":"m","title":"t","metric":"cities","plant":"p","target":1,"due":"2024-12-31"}',
      ),
    ).toEqual(['/data/metric']);
  });
});

describe('any JSON as data of any event', () => {
  it('is answered, with pointers that begin with /data, and never throws', () => {
    const types = Object.keys(EVENT_SCHEMAS).filter(isEventType);
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), (type, data) => {
        const { faults } = checkData(type, data);
        expect(faults?.errors.length).toBeGreaterThan(0);
        expect(faults?.errors.every(({ pointer, message }) => /^\/data(\/|$)/.test(pointer) && message !== '')).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
