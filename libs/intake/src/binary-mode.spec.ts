import { structuredFromBinary } from './binary-mode.js';

const data = Buffer.from('{"plant":"bj-1"}');

describe('binary mode', () => {
  it('takes attributes from ce- headers and the body as data', () => {
    expect(structuredFromBinary({ 'ce-id': '7', 'ce-source': '//mes', host: 'ledger' }, data)).toEqual({
      event: { id: '7', source: '//mes', data: { plant: 'bj-1' } },
    });
  });

  it('decodes percent-encoding once', () => {
    expect(structuredFromBinary({ 'ce-id': 'Euro%20%E2%82%AC%2520' }, data)).toMatchObject({
      event: { id: 'Euro €%20' },
    });
  });

  it('leaves a percent sign alone that encodes nothing', () => {
    expect(structuredFromBinary({ 'ce-id': '100%' }, data)).toMatchObject({ event: { id: '100%' } });
  });

  it.each(['%FF', '%C3%28', 'caf\u00e9'])('refuses %s, which is not UTF-8', (id) => {
    expect(structuredFromBinary({ 'ce-id': id }, data)).toMatchObject({
      kind: 'not-an-event',
      errors: [{ pointer: '/id' }],
    });
  });

  it('unquotes a quoted value', () => {
    expect(structuredFromBinary({ 'ce-id': '"a \\"b\\""' }, data)).toMatchObject({ event: { id: 'a "b"' } });
  });

  it('says what is wrong with a body that is not JSON', () => {
    expect(structuredFromBinary({ 'ce-id': '7' }, Buffer.from('{'))).toMatchObject({ code: 'malformed-json' });
  });

  it('does not take data from a header', () => {
    expect(structuredFromBinary({ 'ce-data': '{}' }, Buffer.alloc(0))).toEqual({ event: {} });
  });
});
