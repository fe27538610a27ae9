import type { CloudEvent } from './cloud-event.js';
import { loadEvents, loadLines, loadSetup } from './load.js';
import { checkDigit } from './vin.js';

describe('the load for benchmarks', () => {
  const options = { units: 2_000, seed: 3, deliver: true };

  it('produces and hands over every vehicle once, production first, in order of time', () => {
    const produced = new Map<string, number>();
    const delivered = new Set<string>();
    const wrong: CloudEvent[] = [];
    let last = 0;
    for (const event of loadEvents(options)) {
      const { type, time, data } = event;
      const [vin, at] = [String(data.vin), Date.parse(time)];
      if (!(at >= last)) wrong.push(event);
      last = at;
      if (type === 'UnitProduced') produced.set(vin, at);
      else {
        if (!((produced.get(vin) ?? Infinity) <= at)) wrong.push(event);
        delivered.add(vin);
      }
    }
    expect(wrong).toEqual([]);
    expect([produced.size, delivered.size]).toEqual([2_000, 2_000]);
    expect([...produced.keys()].every((vin) => vin[8] === checkDigit(vin))).toBe(true);
  });

  it('names only the plant, line and site that its setup opens beforehand', () => {
    const setup = loadSetup();
    const opened = Object.assign({}, ...setup.map((event) => event.data)) as CloudEvent['data'];
    const earliest = Math.min(...[...loadEvents(options)].map((event) => Date.parse(event.time)));
    for (const event of setup) expect(Date.parse(event.time)).toBeLessThan(earliest);
    const isForeign = ({ data }: CloudEvent) =>
      ['plant', 'line', 'site'].some((field) => field in data && data[field] !== opened[field]);
    expect([...loadEvents(options)].filter(isForeign)).toEqual([]);
  });

  it('writes lines that are exactly the events', () => {
    const events: CloudEvent[] = [...loadEvents(options)];
    const lines = [...loadLines(options)];
    expect(lines.map((line) => JSON.parse(line))).toEqual(events);
    expect(lines).toEqual(events.map((event) => JSON.stringify(event) + '\n'));
  });

  it('only produces unless asked to deliver, and starts where it is told', () => {
    const events = [...loadEvents({ units: 5, first: 1_999_998 })];
    expect(events.map((event) => event.type)).toEqual(Array(5).fill('UnitProduced'));
    const before = new Set([...loadEvents({ units: 5 })].map((event) => event.id));
    expect(events.filter((event) => before.has(event.id))).toEqual([]);
  });
});
