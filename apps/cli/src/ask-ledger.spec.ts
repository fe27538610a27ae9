import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askLedger, keyFrom, NothingListensError } from './ask-ledger.js';
import { Failure } from './failure.js';

const KEY = 'plk_7h3k9m2q_' + '0'.repeat(59);
const NO_KEY = 'holds no API key: that is one word, such as plk_… or an access token, and nothing else.';
const PROSE = `user:admin is an admin now.\n\n${KEY}\n\nNext:`;

describe('the key', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plant-ledger-key-'));
  const file = path.join(folder, 'a.key');
  const inFile = (text: string) => {
    writeFileSync(file, text);
    return keyFrom(file, {});
  };
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is the one in the file, or else in the environment, without the line break behind it', () => {
    expect(keyFrom(undefined, {})).toBeUndefined();
    expect(keyFrom(undefined, { LEDGER_KEY: '' })).toBeUndefined();
    for (const key of [KEY, 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln_-8=']) {
      expect(keyFrom(undefined, { LEDGER_KEY: `${key}\n` })).toBe(key);
      expect(inFile(`${key}\r\n`)).toBe(key);
    }
  });

  it.each([PROSE, `${KEY}\n${KEY}`, `${KEY} x`, 'schlüssel', ' \n'])(
    'is refused without a word of it where it has no form of a key: %j',
    (text) => {
      expect(() => keyFrom(undefined, { LEDGER_KEY: text })).toThrow(new Failure(`LEDGER_KEY ${NO_KEY}`));
      expect(() => inFile(text)).toThrow(new Failure(`${file} ${NO_KEY}`));
    },
  );

  it('is not repeated where it was given in place of its file', () => {
    expect(() => keyFrom(KEY, {})).toThrow(/^--key-file takes the name of a file[^_]*$/);
  });
});

describe('asking a ledger', () => {
  let answer: { status: number; body: string } | 'silence' | 'half';
  let server: Server;
  let at: { server: string };
  beforeAll(async () => {
    server = createServer((_, response) => {
      if (answer === 'silence') return;
      if (answer === 'half') {
        response.writeHead(200, { 'content-length': 100 }).write('{');
        setImmediate(() => response.destroy());
        return;
      }
      response.writeHead(answer.status).end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    at = { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('repeats what the ledger says of each field', async () => {
    const errors = [
      { pointer: '/scope/types/0', message: 'It must be a type.' },
      { pointer: '/until', message: 'It must be a time' },
    ];
    answer = { status: 400, body: JSON.stringify({ detail: 'Send {"a": 1}.', errors }) };
    await expect(askLedger(at, '/x', { body: {} })).rejects.toThrow(
      /\/x answered 400: Send \{"a": 1\}\. \/scope\/types\/0: It must be a type\. \/until: It must be a time\.$/,
    );
  });

  it('repeats why it was refused', async () => {
    answer = { status: 404, body: JSON.stringify({ detail: 'user:ops-3 has no role admin.' }) };
    await expect(askLedger(at, '/x')).rejects.toThrow(/answered 404: user:ops-3 has no role admin\.$/);
  });

  it('tells that nothing listens from every other reason for no answer', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    await expect(askLedger({ server: `http://127.0.0.1:${port}` }, '/x')).rejects.toThrow(NothingListensError);

    const other = async (ledger: { server: string }, patience?: number) => {
      const error: unknown = await askLedger(ledger, '/x', patience === undefined ? {} : { patience }).catch(
        (failed: unknown) => failed,
      );
      expect(error).not.toBeInstanceOf(NothingListensError);
      expect(error).toMatchObject({ name: 'Failure', message: expect.stringMatching(/^No ledger answers at .+\.$/) });
    };
    await other({ server: 'http://127.0.0.1:1' });
    await other({ server: at.server.replace('http:', 'https:') });
    answer = 'silence';
    await other(at, 50);
    answer = 'half';
    await other(at);
  });
});
