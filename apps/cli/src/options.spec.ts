import { columnNames, configuredServer, integerBetween, numberBetween, serverAddress } from './options.js';

describe('an option', () => {
  it('that is a number must be within its bounds', () => {
    const scale = numberBetween(0.01, 1_000);
    expect([scale('0.01'), scale('1e3'), scale('2.5')]).toEqual([0.01, 1_000, 2.5]);
    for (const text of ['', ' ', '0', '1001', 'x', 'NaN', '1,5'])
      expect(() => scale(text)).toThrow('from 0.01 to 1000');
  });

  it('that is a whole number has no fraction', () => {
    const port = integerBetween(0, 65_535);
    expect([port('0'), port('65535')]).toEqual([0, 65_535]);
    for (const text of ['', '1.5', '1e3', '-1', '65536', '0x10']) expect(() => port(text)).toThrow('whole number');
  });

  it('that is a server is an address of HTTP', () => {
    expect(serverAddress('http://127.0.0.1:3000/')).toBe('http://127.0.0.1:3000');
    expect(serverAddress('https://ledger.example/plant?x#y')).toBe('https://ledger.example/plant');
    for (const text of ['127.0.0.1:3000', 'localhost', 'ftp://x', ''])
      expect(() => serverAddress(text)).toThrow('http://127.0.0.1:3000');
  });

  it('that names columns has a name between all commas', () => {
    expect(columnNames('type, vin,time')).toEqual(['type', 'vin', 'time']);
    expect(() => columnNames('type,,time')).toThrow('names of columns');
  });

  it('for the server is where the configured service listens', () => {
    expect(configuredServer({})).toBe('http://127.0.0.1:3000');
    expect(configuredServer({ HOST: '0.0.0.0', PORT: '8080' })).toBe('http://127.0.0.1:8080');
    expect(configuredServer({ HOST: '::1' })).toBe('http://[::1]:3000');
  });
});
