import { structuredFromBinary } from './binary-mode.js';

const data = Buffer.from('{"plant":"bj-1"}');

describe('binary mode', () => {
  it('takes attributes from ce- headers and the body as data', () => {
    expect(structuredFromBinary({ 'ce-id': ['7'], 'ce-source': ['//mes'], host: ['ledger'] }, data)).toEqual({
      event: { id: '7', source: '//mes', data: { plant: 'bj-1' } },
    });
  });

  it('decodes percent-encoding once', () => {
    expect(structuredFromBinary({ 'ce-id': ['Euro%20%E2%82%AC%2520'] }, data)).toMatchObject({
      event: { id: 'Euro €%20' },
    });
  });

  it('leaves a percent sign alone that encodes nothing', () => {
    expect(structuredFromBinary({ 'ce-id': ['100%'] }, data)).toMatchObject({ event: { id: '100%' } });
  });

  it.each(['%FF', '%C3%28', 'caf\u00e9'])('refuses %s, which is not UTF-8', (id) => {
    expect(structuredFromBinary({ 'ce-id': [id] }, data)).toMatchObject({
      kind: 'not-an-event',
      errors: [{ pointer: '/id' }],
    });
  });

  it('unquotes a quoted value', () => {
    expect(structuredFromBinary({ 'ce-id': ['"a \\"b\\""'] }, data)).toMatchObject({ event: { id: 'a "b"' } });
  });

  it('says what is wrong with a body that is not JSON', () => {
    expect(structuredFromBinary({ 'ce-id': ['7'] }, Buffer.from('{'))).toMatchObject({ code: 'malformed-json' });
  });

  it.each(['ce-id', 'ce-time', 'ce-anything'])('refuses %s that is there twice, also with the same value', (name) => {
    expect(structuredFromBinary({ 'ce-source': ['//mes'], [name]: ['7', '7'] }, data)).toMatchObject({
      kind: 'not-an-event',
      code: 'not-a-cloud-event',
      detail: `The header ${name} is there more than once.`,
      errors: [{ pointer: `/${name.slice(3)}` }],
    });
  });

  it.each([
    [{ specversion: '1.0', type: 'UnitHeld' }, 'application/cloudevents+json'],
    [[{ specversion: '1.0', type: 'UnitHeld' }], 'application/cloudevents-batch+json'],
  ])('without ce- headers says which type is the one for %j', (body, type) => {
    const read = structuredFromBinary({ 'content-type': ['application/json'] }, Buffer.from(JSON.stringify(body)));
    expect(read).toMatchObject({ code: 'not-a-cloud-event', detail: expect.stringContaining(`Content-Type ${type}.`) });
  });

  it('without ce- headers says what NDJSON is sent as', () => {
    expect(structuredFromBinary({}, Buffer.from('{"a":1}\n{"b":2}'))).toMatchObject({
      code: 'malformed-json',
      detail: expect.stringContaining('application/x-ndjson'),
    });
  });

  it('refuses data with a name that stands twice', () => {
    expect(structuredFromBinary({ 'ce-id': ['7'] }, Buffer.from('{"vin":"a","vin":"b"}'))).toMatchObject({
      code: 'malformed-json',
      detail: expect.stringContaining('"vin"'),
    });
  });

  it('does not take data from a header', () => {
    expect(structuredFromBinary({ 'ce-data': ['{}'] }, Buffer.alloc(0))).toEqual({ event: {} });
  });
});
