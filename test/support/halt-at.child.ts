import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import pg from 'pg';

// Loaded into a process before its own code (halt.ts): stops it at one statement that it puts to its database.
interface Wanted {
  readonly file: string;
  readonly when: 'before' | 'after';
  readonly nth: number;
  readonly sql: string;
  readonly within?: string;
}
type Method = (this: unknown, ...args: unknown[]) => unknown;

const { file, when, nth, sql, within } = JSON.parse(process.env.LEDGER_TEST_HALT ?? '') as Wanted;
const wanted = new RegExp(sql);
const end = within === undefined ? undefined : new RegExp(within);

let left = nth;
/** The connection on which the statement was met, where the point is a later one of the same transaction. */
let met: unknown;
let isHalted = false;

function isPoint(text: string, connection: unknown): boolean {
  if (isHalted) return false;
  if (met !== undefined) return met === connection && end?.test(text) === true;
  if (!wanted.test(text) || (left -= 1) > 0) return false;
  if (end) met = connection;
  return !end;
}

/** Says by the file that it is there, and does nothing more at all until the file is taken away. */
function halt(): void {
  isHalted = true;
  writeFileSync(file, '');
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(file)) Atomics.wait(cell, 0, 0, 5);
}

/** A transaction of SQLite is one go of its thread: whatever comes next is of the same. */
const SQLITE = 'sqlite';

function stopIn(prototype: object, name: string, textOf: (self: unknown, args: unknown[]) => string): void {
  const methods = prototype as Record<string, Method>;
  const original = methods[name];
  methods[name] = function (...args) {
    const isHere = isPoint(textOf(this, args), SQLITE);
    if (isHere && when === 'before') halt();
    const answer = original?.apply(this, args);
    if (isHere && when === 'after') halt();
    return answer;
  };
}

stopIn(DatabaseSync.prototype, 'exec', (_database, [text]) => String(text));
for (const name of ['run', 'get', 'all'])
  stopIn(StatementSync.prototype, name, (self) => (self as StatementSync).sourceSQL);

// PostgreSQL answers later: what was sent before is waited for, so that the server is at the point too. It is for kills only.
const client = pg.Client.prototype as unknown as { query: Method };
const send = client.query;
const unanswered = new Set<Promise<unknown>>();
const never = new Promise(() => undefined);
const isCallback = (arg: unknown): boolean => typeof arg === 'function';

client.query = function (...args) {
  const [first] = args;
  const isHere = isPoint(typeof first === 'string' ? first : String((first as { text?: string }).text), this);
  if (isHalted) return never;
  if (isHere) {
    isHalted = true;
    // Nobody hears of its answer.
    const own =
      when === 'after'
        ? [
            send.apply(
              this,
              args.filter((arg) => !isCallback(arg)),
            ),
          ]
        : [];
    void Promise.allSettled([...unanswered, ...own]).then(halt);
    return never;
  }
  const callback = args.findIndex(isCallback);
  if (callback < 0) {
    const answer = send.apply(this, args);
    if (answer instanceof Promise) remember(answer);
    return answer;
  }
  const reported = args[callback] as (...answer: unknown[]) => void;
  const answered = new Promise<void>((resolve) => {
    args[callback] = (...answer: unknown[]) => {
      resolve();
      reported(...answer);
    };
  });
  remember(answered);
  return send.apply(this, args);
};

function remember(answer: Promise<unknown>): void {
  unanswered.add(answer);
  const forget = () => unanswered.delete(answer);
  answer.then(forget, forget);
}
