import type { CloudEvent } from './cloud-event.js';
import { seededRandom } from './random.js';
import { vinSeries } from './vin.js';

export interface LoadOptions {
  units: number;
  seed?: number;
  /** Also hand every vehicle over, some time after its production. */
  deliver?: boolean;
  /** Number of the first vehicle: runs whose numbers do not overlap have different vehicles and ids. */
  first?: number;
}

const vinOf = vinSeries('LXXLDT');
const source = '//load-1.example/mes';
const start = Date.UTC(2024, 0, 1);
const span = 180 * 86_400_000;
/** How many vehicles after its production a vehicle is handed over in the stream. */
const lag = 500;

interface LoadStep {
  type: 'UnitProduced' | 'UnitDelivered';
  serial: number;
  at: number;
}

function* steps({ units, seed = 1, deliver = false, first = 0 }: LoadOptions): Generator<LoadStep> {
  const random = seededRandom(seed);
  const pause = span / (units + lag);
  for (let index = 0; index < units + (deliver ? lag : 0); index++) {
    const at = start + Math.floor((index + random() * 0.9) * pause);
    if (index < units) yield { type: 'UnitProduced', serial: first + index, at };
    if (deliver && index >= lag) yield { type: 'UnitDelivered', serial: first + index - lag, at };
  }
}

/** The plant, line and site that the load needs, to be sent before it; sent again they are duplicates. */
export function loadSetup(): CloudEvent[] {
  const about: [string, CloudEvent['data']][] = [
    ['PlantRegistered', { plant: 'load-1', name: 'Load', timeZone: 'Asia/Shanghai', vinCheckDigit: 'require' }],
    ['LineCommissioned', { plant: 'load-1', line: 'L1', unitsPerHour: 1_000 }],
    [
      'SiteOpened',
      { site: 'load-site-1', kind: 'delivery', city: 'Beijing', country: 'CN', timeZone: 'Asia/Shanghai' },
    ],
  ];
  return about.map(([type, data], index) => ({
    specversion: '1.0',
    id: `load-${type}`,
    source: '//load-1.example/setup',
    type,
    time: '2023-12-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    sequence: String(index + 1),
    data,
  }));
}

/** Vehicles for benchmarks, without the setup. The same options give the same events. */
export function* loadEvents(options: LoadOptions): Generator<CloudEvent, void, undefined> {
  let sequence = 0;
  for (const { type, serial, at } of steps(options)) {
    const vin = vinOf(serial);
    yield {
      specversion: '1.0',
      id: `${vin}-${type}`,
      source,
      type,
      time: new Date(at).toISOString(),
      datacontenttype: 'application/json',
      sequence: String(++sequence),
      data: type === 'UnitProduced' ? { vin, model: 'SU7', plant: 'load-1', line: 'L1' } : { vin, site: 'load-site-1' },
    };
  }
}

/** The same events as NDJSON lines, each with its line feed, written without building objects. */
export function* loadLines(options: LoadOptions): Generator<string, void, undefined> {
  let sequence = 0;
  for (const { type, serial, at } of steps(options)) {
    const vin = vinOf(serial);
    const rest =
      type === 'UnitProduced' ? '","model":"SU7","plant":"load-1","line":"L1"}}\n' : '","site":"load-site-1"}}\n';
    yield `{"specversion":"1.0","id":"${vin}-${type}","source":"${source}","type":"${type}","time":"${new Date(at).toISOString()}","datacontenttype":"application/json","sequence":"${++sequence}","data":{"vin":"${vin}${rest}`;
  }
}
