import { EVENT_TYPES, exampleEvent } from '../events/event-schemas.js';
import { EVENT_EXAMPLES } from '../events/event-examples.js';
import type { Example } from '../../describing/operation.js';

const structured = (name: string, summary: string, status: number, body: unknown): Example => ({
  name,
  summary,
  mediaType: 'application/cloudevents+json',
  body,
  status,
});

const produced = (number: number, id: string, changes: object = {}) => ({
  ...exampleEvent('UnitProduced', id),
  data: { vin: `LSUBJ00000000000${number}`, model: 'SU7', plant: 'bj-1', line: 'L1', ...changes },
});
const delivered = (number: number, id: string) => ({
  ...exampleEvent('UnitDelivered', id),
  data: { vin: `LSUBJ00000000000${number}`, site: 'd-1' },
});
const { time, data } = EVENT_EXAMPLES.UnitProduced;
const MILESTONE = {
  ...exampleEvent('MilestoneDefined', 'MilestoneDefined-2'),
  data: { ...EVENT_EXAMPLES.MilestoneDefined.data, milestone: 'next-thousand', due: '2024-11-30' },
};

/** In an order in which they can be sent to a new ledger; first one of every type. */
export const INTAKE_EXAMPLES: readonly Example[] = [
  ...EVENT_TYPES.map((type) => structured(type, EVENT_EXAMPLES[type].description, 201, exampleEvent(type))),
  structured('sent-again', 'The same again: a duplicate', 200, exampleEvent('UnitProduced')),
  structured('before-its-time', 'Delivered before it was produced: it waits', 202, delivered(9, 'early-1')),
  structured('waits', 'A line that is not commissioned yet: it waits', 202, produced(5, 'waits-1', { line: 'L9' })),
  structured('refused', 'The end of a halt that never began', 422, {
    ...exampleEvent('LineResumed', 'refused-1'),
    data: { ...EVENT_EXAMPLES.LineResumed.data, halt: 'h-9' },
  }),
  structured('unfit', 'A field that no one knows', 422, produced(6, 'refused-2', { colour: 'aqua' })),
  structured(
    'conflicting',
    'Another content under an id that was used',
    409,
    produced(1, 'UnitProduced-1', { model: 'YU7' }),
  ),
  structured('no-event', 'Not a CloudEvent: no time', 400, { ...produced(8, 'never'), time: undefined }),
  {
    ...structured('dry-run', 'Checked, and nothing appended', 201, produced(8, 'never')),
    query: { dryRun: 'true' },
  },
  {
    name: 'binary',
    summary: 'Binary mode: attributes in headers, the data in the body',
    headers: {
      'ce-specversion': '1.0',
      'ce-id': 'binary-1',
      'ce-source': '//bj-1.example/mes',
      'ce-type': 'com.example.mes.UnitProduced.v1',
      'ce-time': time,
    },
    mediaType: 'application/json',
    body: { ...data, vin: 'LSUBJ000000000002' },
    status: 201,
  },
  {
    name: 'batch',
    summary: 'Several at once, with a result for each',
    mediaType: 'application/cloudevents-batch+json',
    body: [produced(3, 'batch-1'), delivered(3, 'batch-2'), MILESTONE, produced(3, 'batch-1')],
    status: 200,
  },
  {
    name: 'stream',
    summary: 'A stream: one event a line',
    mediaType: 'application/x-ndjson',
    body: [produced(4, 'stream-1'), produced(5, 'stream-2', { line: 'L9' })]
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
    status: 200,
  },
  {
    name: 'csv',
    summary: 'CSV: one event a row',
    query: { source: '//bj-1.example/mes', idFrom: 'type,vin' },
    mediaType: 'text/csv',
    body: [
      'type,time,vin,model,plant,line',
      `UnitProduced,${time},LSUBJ000000000007,SU7,bj-1,L1`,
      `UnitProduced,${time},LSUBJ000000000007,SU7,bj-1,L1,and more`,
      '',
    ].join('\n'),
    status: 200,
  },
  {
    ...structured(
      'lenient',
      'Refused and kept, for those who take that for an answer',
      202,
      produced(1, 'UnitProduced-1', { model: 'YU7' }),
    ),
    query: { lenient: 'true' },
  },
  {
    name: 'not-understood',
    summary: 'A Content-Type that is not understood',
    mediaType: 'text/plain',
    body: 'hello',
    status: 415,
  },
];
