import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEventStore, START } from '@plant-ledger/event-store';
import { places } from '../support/events.js';
import { runLedger, type LedgerOptions } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** For the tests of `ledger import`: a folder for each, and what they run and look at there. */
export const folder = temporaryFolder();
export const run = (args: readonly string[], options: LedgerOptions = {}) =>
  runLedger(args, { cwd: folder.path, ...options });

/** Writes a file into the test's folder; objects become NDJSON. */
export function file(name: string, lines: readonly unknown[], end = '\n'): string {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + end).join('');
  writeFileSync(path.join(folder.path, name), text);
  return name;
}

export async function storedTypes(log = 'data/log.db'): Promise<string[]> {
  const store = await openEventStore(`sqlite:${path.join(folder.path, log)}`, { readOnly: true });
  try {
    return (await store.readAll({ after: START, limit: 1_000 })).events.map(({ type }) => type);
  } finally {
    await store.close();
  }
}

/** The numbers of a summary. */
export function counts(stdout: string): Record<string, number> {
  const found = stdout.matchAll(/^ {2}(accepted|duplicate|waiting|rejected|position) +([\d,]+)$/gm);
  return Object.fromEntries([...found].map(([, name = '', number = '']) => [name, Number(number.replaceAll(',', ''))]));
}

/** A ledger that knows the places, made once for all tests that need no more than that it is there. */
const ofPlaces = mkdtempSync(path.join(tmpdir(), 'plant-ledger-import-'));
beforeAll(async () => {
  const input = places()
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
  expect(await runLedger(['import', '-'], { input, cwd: ofPlaces })).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(ofPlaces, { recursive: true }));
export const beginWithPlaces = () => cpSync(ofPlaces, folder.path, { recursive: true });

export const HEADER = 'type,time,source,id,vin,model,plant,line,site,reason';
