import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEventStore } from '@plant-ledger/event-store';
import { openReadModelStorage, rebuild } from '@plant-ledger/read-model';
import pg from 'pg';
import { startPostgresServer } from '../../libs/read-model/src/testing/postgres/server.js';
import { loadLines } from '../../apps/simulator/src/index.js';
import { chunksOf, stream } from './bulk-stream.js';
import { timed, type Benchmark, type Run } from './measure.js';
import { loadRaw, rowsIn, type LoadedTable } from './raw-postgres-load.js';
import { startBenchmarkedService } from './service.js';

const UNITS = Number(process.env.BENCH_POSTGRES_UNITS ?? 150_000);

export const rebuildingPostgres: Benchmark = {
  name: 'rebuilding-postgres',
  ours: 'a rebuild from a stored log into PostgreSQL',
  baseline: 'the rows it makes, loaded from memory by unnest into the same tables and indexes',
  target: 0.8,
  rounds: 5,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-rebuilding-'));
    const log = await storedLog(folder);
    const server = await startPostgresServer(await mkdtemp(join(tmpdir(), 'plant-ledger-postgres-')), {
      durable: true,
    });
    const url = server.url('postgres');
    let count = 0;
    const place = () => `side_${(count += 1)}`;
    const made = place();
    const { events } = await rebuildInto(log, url, made);
    const rows = await rowsIn(url, `${made}_1`);
    return {
      ours: async () => {
        const schema = place();
        const run = await rebuildInto(log, url, schema);
        if (count < 4) await sameRows(url, rows, `${schema}_1`);
        await dropSchemas(url, schema);
        return run;
      },
      baseline: async () => {
        const schema = place();
        await emptyGeneration(url, schema);
        const run = await timed(async () => {
          await loadRaw(url, `${schema}_1`, rows);
          return events;
        });
        if (count < 4) await sameRows(url, rows, `${schema}_1`);
        await dropSchemas(url, schema);
        return run;
      },
      async close() {
        await server.stop('immediate');
        await rm(server.folder, { recursive: true });
        await rm(folder, { recursive: true });
      },
    };
  },
};

/** A log of vehicles produced and delivered, one after the other. */
async function storedLog(folder: string): Promise<string> {
  const service = await startBenchmarkedService();
  await stream(service, chunksOf(loadLines({ units: UNITS, deliver: true })), 2 * UNITS);
  const log = join(folder, 'log.db');
  const copy = new DatabaseSync(service.log, { readOnly: true });
  copy.exec(`VACUUM INTO '${log}'`);
  copy.close();
  await service.close();
  return log;
}

async function rebuildInto(log: string, url: string, schema: string): Promise<Run> {
  const store = await openEventStore(`sqlite:${log}`, { readOnly: true });
  const storage = await openReadModelStorage(`${url}?schema=${schema}`);
  const run = await timed(async () => {
    const outcome = await rebuild({ storage, store });
    if (outcome.kind !== 'switched') throw new Error(`the rebuild ended otherwise: ${outcome.kind}`);
    return Number(outcome.position);
  });
  await storage.close();
  await store.close();
  return run;
}

/** The tables and indexes are the read model's own. */
async function emptyGeneration(url: string, schema: string): Promise<void> {
  const storage = await openReadModelStorage(`${url}?schema=${schema}`);
  await storage.create(1);
  await storage.close();
}

async function sameRows(url: string, rows: readonly LoadedTable[], schema: string): Promise<void> {
  const found = await rowsIn(url, schema);
  for (const [index, { name, columns }] of rows.entries())
    if (JSON.stringify(found[index]?.columns) !== JSON.stringify(columns))
      throw new Error(`the two sides have written other rows into ${name}`);
}

async function dropSchemas(url: string, schema: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  for (const name of [schema, `${schema}_1`]) await client.query(`DROP SCHEMA ${name} CASCADE`);
  await client.query('CHECKPOINT');
  await client.end();
}
