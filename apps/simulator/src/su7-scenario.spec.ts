import { createHash } from 'node:crypto';
import type { CloudEvent } from './cloud-event.js';
import { assumptions, scaled } from './su7-2024.js';
import { su7Scenario } from './su7-scenario.js';
import { checkDigit } from './vin.js';

/** Fields of the table of events: required, then optional. */
const fields: Record<string, [string[], string[]]> = {
  PlantRegistered: [['plant', 'name', 'timeZone', 'vinCheckDigit'], []],
  LineCommissioned: [['plant', 'line', 'unitsPerHour'], []],
  PlantCapacityChanged: [['plant', 'unitsPerMonth', 'effectiveFrom'], ['note']],
  MonthlyTargetSet: [
    ['metric', 'month', 'target'],
    ['plant', 'model', 'reason'],
  ],
  MilestoneDefined: [
    ['milestone', 'title', 'metric', 'target', 'due'],
    ['plant', 'model'],
  ],
  SiteOpened: [
    ['site', 'kind', 'city'],
    ['country', 'timeZone'],
  ],
  LineHalted: [
    ['plant', 'line', 'reason', 'planned'],
    ['halt', 'expectedMinutes'],
  ],
  LineResumed: [['plant', 'line'], ['halt']],
  UnitProduced: [['vin', 'model', 'plant', 'line'], ['variant']],
  UnitShipped: [['vin', 'site'], []],
  UnitReceived: [['vin', 'site'], []],
  UnitDelivered: [['vin', 'site'], ['reference']],
};

const stated = {
  UnitProduced: { '2024-03': 2_400, '2024-04': 9_900, '2024-05': 10_900, '2024-06': 10_900, '2024-07': 10_150 },
  UnitDelivered: { '2024-04': 9_500, '2024-05': 10_500, '2024-06': 10_500, '2024-07': 9_700 },
};

function perMonth(events: Iterable<CloudEvent>): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = { UnitProduced: {}, UnitDelivered: {} };
  for (const { type, time } of events) {
    const months = counts[type];
    if (months) months[time.slice(0, 7)] = (months[time.slice(0, 7)] ?? 0) + 1;
  }
  return counts;
}

function digest(events: Iterable<CloudEvent>): string {
  const hash = createHash('sha256');
  for (const event of events) hash.update(JSON.stringify(event) + '\n');
  return hash.digest('hex');
}

function atScale(scale: number): Record<string, Record<string, number>> {
  const months = (counts: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(counts).map(([month, count]) => [month, scaled(count, scale)]));
  return { UnitProduced: months(stated.UnitProduced), UnitDelivered: months(stated.UnitDelivered) };
}

describe('the reference scenario su7-2024', () => {
  const events = [...su7Scenario()];
  const ofType = (type: string): CloudEvent[] => events.filter((event) => event.type === type);

  it('produces and delivers exactly the stated vehicles in every month', () => {
    expect(perMonth(events)).toEqual(stated);
  });

  it.each([
    [0.01, 7],
    [0.1, 1],
    [0.1, 2],
    [0.37, 3],
    [3, 1],
  ])('is exact at scale %p with seed %p', (scale, seed) => {
    expect(perMonth(su7Scenario({ scale, seed }))).toEqual(atScale(scale));
  });

  it('refuses a scale at which no vehicle would be left', () => {
    for (const scale of [0, 0.001, -1, Number.NaN, 1_001]) {
      expect(() => su7Scenario({ scale }).next()).toThrow(RangeError);
    }
  });

  it('is the same to the byte for the same seed, and another for another seed', () => {
    const first = digest(su7Scenario({ scale: 0.1, seed: 5 }));
    expect(digest(su7Scenario({ scale: 0.1, seed: 5 }))).toBe(first);
    expect(digest(su7Scenario({ scale: 0.1, seed: 6 }))).not.toBe(first);
  });

  it('gives every event exactly the fields of its type', () => {
    const seen = new Set<string>();
    const wrong: string[] = [];
    for (const { type, data } of events) {
      const [required, optional] = fields[type] ?? [[], []];
      const known = (name: string): boolean => required.includes(name) || optional.includes(name);
      const whole = required.length > 0 && required.every((name) => name in data);
      if (!whole || !Object.keys(data).every(known)) wrong.push(`${type} ${JSON.stringify(data)}`);
      seen.add(type);
    }
    expect(wrong).toEqual([]);
    expect([...seen].sort()).toEqual(Object.keys(fields).sort());
  });

  it('numbers the events of every source without gaps and uses no id twice', () => {
    const last = new Map<string, number>();
    const gaps: string[] = [];
    const ids = new Set<string>();
    for (const { source, id, sequence } of events) {
      if (Number(sequence) !== (last.get(source) ?? 0) + 1) gaps.push(id);
      last.set(source, Number(sequence));
      ids.add(`${source} ${id}`);
    }
    expect(gaps).toEqual([]);
    expect(ids.size).toBe(events.length);
    expect([...last.keys()].sort()).toEqual([
      '//bj-1.example/delivery',
      '//bj-1.example/mes',
      '//bj-1.example/planning',
    ]);
  });

  it('is sent in the order in which it happened and ends before the report', () => {
    const times = events.map((event) => event.time);
    expect(times).toEqual([...times].sort());
    expect(times.at(-1)?.slice(0, 10)).toBe('2024-07-28');
  });

  it('numbers every vehicle once, with the right check digit', () => {
    const vins = ofType('UnitProduced').map((event) => String(event.data.vin));
    expect(new Set(vins).size).toBe(44_250);
    expect(vins.filter((vin) => !/^[A-HJ-NPR-Z0-9]{17}$/.test(vin) || vin[8] !== checkDigit(vin))).toEqual([]);
  });

  it('halts the line for 24 hours on 16 and 17 July and produces nothing meanwhile', () => {
    const [halted, resumed] = [ofType('LineHalted'), ofType('LineResumed')];
    const [from, to] = [halted[0]?.time ?? '', resumed[0]?.time ?? ''];
    expect([halted.length, resumed.length, from.slice(0, 10), to.slice(0, 10)]).toEqual([
      1,
      1,
      '2024-07-16',
      '2024-07-17',
    ]);
    expect(Date.parse(to) - Date.parse(from)).toBe(24 * 3_600_000);
    expect(ofType('UnitProduced').filter(({ time }) => time >= from && time < to)).toEqual([]);
  });

  it('never produces more in a day than the line can', () => {
    const days = new Map<string, number>();
    for (const { time } of ofType('UnitProduced')) days.set(time.slice(0, 10), (days.get(time.slice(0, 10)) ?? 0) + 1);
    expect(Math.max(...days.values())).toBeLessThanOrEqual(16 * 24);
    expect((days.get('2024-07-16') ?? 0) + (days.get('2024-07-17') ?? 0)).toBeLessThanOrEqual(16 * 24);
  });

  it('leads every vehicle through its life in order, to one site, which is open', () => {
    const order = ['UnitProduced', 'UnitShipped', 'UnitReceived', 'UnitDelivered'];
    const lives = new Map<string, { types: string[]; sites: Set<string> }>();
    const open = new Set<string>();
    for (const { type, data } of events) {
      if (type === 'SiteOpened') open.add(String(data.site));
      if (!order.includes(type)) continue;
      const life = lives.get(String(data.vin)) ?? { types: [], sites: new Set() };
      life.types.push(type);
      if (data.site) life.sites.add(String(data.site));
      if (data.site && !open.has(String(data.site))) throw new Error(`${data.site} is not open yet`);
      lives.set(String(data.vin), life);
    }
    const kinds = new Map<string, number>();
    for (const { types, sites } of lives.values()) {
      kinds.set(types.join(' '), (kinds.get(types.join(' ')) ?? 0) + 1);
      if (sites.size > 1) throw new Error(`one vehicle went to ${[...sites].join(' and ')}`);
    }
    const [produced, shipped, received, delivered] = order;
    expect([...kinds.keys()].sort()).toEqual(
      [
        [produced],
        [produced, delivered],
        [produced, shipped],
        [produced, shipped, received],
        [produced, shipped, received, delivered],
      ].map((life) => life.join(' ')),
    );
  });

  it('keeps the deliveries of the last four weeks level: no week strays by more than two hundredths', () => {
    const first = Date.parse('2024-07-01T00:00:00+08:00');
    const weeks = [0, 0, 0, 0];
    for (const { time } of ofType('UnitDelivered')) {
      const week = Math.floor((Date.parse(time) - first) / (7 * 86_400_000));
      if (week >= 0) weeks[week] = (weeks[week] ?? 0) + 1;
    }
    for (const count of weeks) expect(Math.abs(count - 2_425)).toBeLessThan(2_425 * 0.02);
  });

  it('marks what rests on an assumption, and only that', () => {
    const unmarked = events.filter((event) => event.assumption === undefined);
    expect(unmarked.map((event) => event.type).sort()).toEqual([
      ...Array(5).fill('MilestoneDefined'),
      'MonthlyTargetSet',
    ]);
    expect(unmarked.find((event) => event.type === 'MonthlyTargetSet')?.data).toMatchObject({
      metric: 'delivered',
      month: '2024-07',
      target: 10_000,
    });
    const keys = new Set(events.flatMap((event) => event.assumption ?? []));
    expect([...keys].filter((key) => !(key in assumptions))).toEqual([]);
  });

  it('records the expansion on 26 July and opens part of the network', () => {
    const capacity = ofType('PlantCapacityChanged').map(({ time, data }) => [
      time.slice(0, 10),
      data.effectiveFrom,
      data.unitsPerMonth,
    ]);
    expect(capacity.slice(1)).toEqual([
      ['2024-07-26', '2024-08-01', 16_000],
      ['2024-07-26', '2024-09-01', 21_000],
      ['2024-07-26', '2024-10-01', 24_000],
    ]);
    const sites = ofType('SiteOpened').map((event) => event.data);
    const count = (kind: string): number => sites.filter((site) => site.kind === kind).length;
    expect([count('sales'), count('service'), count('delivery')]).toEqual([87, 52, 21]);
    expect(new Set(sites.map((site) => site.city)).size).toBe(30);
    expect(new Set(sites.map((site) => site.site)).size).toBe(160);
  });
});
