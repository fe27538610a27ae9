import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

export type Engine = 'sqlite' | 'kurrentdb';

const server = process.env.LEDGER_TEST_KURRENTDB;

/** A log of its own: a new file, or streams of a prefix that no other run has. */
export function newLog(engine: Engine, folder: string): { readonly eventStore: string; readonly streamPrefix: string } {
  if (engine === 'sqlite') return { eventStore: `sqlite:${join(folder, 'log.db')}`, streamPrefix: '' };
  if (!server) throw new Error('LEDGER_TEST_KURRENTDB is not set');
  return { eventStore: server, streamPrefix: `test-${randomUUID()}-` };
}

/** The suite on SQLite always, and on KurrentDB where a server is named; else the report says why it was skipped. */
export function describeOnEachEngine(title: string, suite: (engine: Engine) => void): void {
  describe(`${title}, on SQLite`, () => suite('sqlite'));
  describe(`${title}, on KurrentDB`, () => {
    if (server) suite('kurrentdb');
    else it.skip('LEDGER_TEST_KURRENTDB is not set', () => undefined);
  });
}
