import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { GenerationRecord, GenerationState, ReadModelStorage } from '../../storage/storage.js';
import { LeaseLostError } from '../../storage/storage.js';
import { NOW, openSoundControl } from './control.js';
import { generationFiles } from './generation-files.js';
import { openSqliteGeneration } from './sqlite-generation.js';
import { sqliteLeases } from './sqlite-leases.js';
import { sqliteSourceCounts } from './sqlite-source-counts.js';
import { transactions } from './transaction.js';

interface Row {
  readonly number: number;
  readonly state: GenerationState;
  readonly code_version: number;
  readonly made_at: number;
}

/** Opens a read model in a folder, created when missing: a file for each generation, and `control.db` beside them. */
export async function openSqliteStorage(folder: string, { mend = false } = {}): Promise<ReadModelStorage> {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  const database = openSoundControl(join(path, 'control.db'), mend);
  const transact = transactions(database);
  const files = generationFiles(path);
  const { holds, close: endLeases, ...leases } = sqliteLeases(database, path);
  const all = database.prepare('SELECT number, state, code_version, made_at FROM generation ORDER BY number');
  const one = database.prepare('SELECT number, state, code_version, made_at FROM generation WHERE number = ?');
  const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'generation'");
  const insert = database.prepare(
    `INSERT INTO generation (state, code_version, made_at) VALUES ('building', ?, ${NOW}) ` +
      'RETURNING number, state, code_version, made_at',
  );
  const setState = database.prepare('UPDATE generation SET state = ? WHERE number = ?');
  const remove = database.prepare('DELETE FROM generation WHERE number = ?');

  const records = (): GenerationRecord[] => all.all().map((row) => recordOf(row as unknown as Row));
  const recordNamed = (name: string): GenerationRecord => {
    const row = one.get(name) as unknown as Row | undefined;
    if (!row) throw new Error(`The read model ${path} has no generation ${name}.`);
    return recordOf(row);
  };
  const open = (record: GenerationRecord) =>
    openSqliteGeneration(record.name, files.path(record.name), record.codeVersion);

  transact(() => files.sweep(new Set(records().map(({ name }) => name)), Number(last.get()?.seq ?? 0)));
  return {
    engine: 'sqlite',
    description: `sqlite:${folder}`,
    generations: async () => records(),
    async create(codeVersion) {
      const record = recordOf(insert.get(codeVersion) as unknown as Row);
      files.remove(record.name);
      const generation = await open(record);
      await generation.close();
      return record;
    },
    async open(name) {
      return open(recordNamed(name));
    },
    async switchTo(name, lease) {
      transact(() => {
        if (!holds(lease)) throw new LeaseLostError('Another process has taken over the rebuild.');
        recordNamed(name);
        for (const record of records()) if (record.state === 'live') setState.run('former', record.name);
        setState.run('live', name);
      });
    },
    async drop(name) {
      const dropped = transact(() => {
        const row = one.get(name) as unknown as Row | undefined;
        if (row?.state === 'live') throw new Error(`Generation ${name} is live and cannot be dropped.`);
        return remove.run(name).changes === 1;
      });
      if (dropped) files.remove(name);
    },
    ...leases,
    ...sqliteSourceCounts(database),
    async close() {
      endLeases();
      database.close();
    },
  };
}

function recordOf({ number, state, code_version: codeVersion, made_at: madeAt }: Row): GenerationRecord {
  return { name: String(number), state, codeVersion, madeAt };
}
