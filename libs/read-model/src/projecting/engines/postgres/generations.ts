import type pg from 'pg';
import { PROJECTED_TABLES, TABLES } from '../../../assembled/tables.js';
import { CHECKPOINT_COLUMNS, checkpointValues, firstProgress } from '../../storage/checkpoint.js';
import { tableStatements } from '../../storage/statements.js';
import {
  LeaseLostError,
  type GenerationRecord,
  type GenerationState,
  type ReadModelStorage,
} from '../../storage/storage.js';
import type { Place } from './connection-string.js';
import { inTransaction } from './connections.js';
import { lockControl, withControl } from './control.js';
import { openPostgresGeneration } from './postgres-generation.js';
import { holdsLease } from './postgres-leases.js';

type Generations = Pick<ReadModelStorage, 'generations' | 'create' | 'open' | 'switchTo' | 'drop'>;

interface Row {
  readonly number: number;
  readonly state: GenerationState;
  readonly code_version: number;
  readonly made_at: Date;
}

/** Milliseconds. */
const LONGEST_ANALYSIS = 120_000;
const ALL = 'SELECT number, state, code_version, made_at FROM generation';

/** Generations as schemas, each named after the control schema with its number appended. */
export function postgresGenerations(pool: pg.Pool, place: Place): Generations {
  const schemaOf = (name: string): string => `${place.schema}_${Number(name)}`;
  const find = async (client: pg.ClientBase | pg.Pool, name: string): Promise<GenerationRecord | undefined> => {
    const { rows } = await client.query<Row>(`${ALL} WHERE number::text = $1`, [name]);
    return rows[0] && recordOf(rows[0]);
  };
  const missing = (name: string) => new Error(`The read model ${place.description} has no generation ${name}.`);

  return {
    async generations() {
      return (await pool.query<Row>(`${ALL} ORDER BY number`)).rows.map(recordOf);
    },
    // Each step is committed. When it is killed or cut off, the next creation removes what it left.
    create: (codeVersion) =>
      withControl(pool, place.schema, async (client) => {
        await dropLeftovers(client, place);
        const name = await nextName(client);
        await client.query(`CREATE SCHEMA ${schemaOf(name)}`);
        await client.query(
          `BEGIN; SET LOCAL search_path TO ${schemaOf(name)}; ${tableStatements(TABLES, 'postgres')}; COMMIT`,
        );
        await client.query(firstCheckpoint(schemaOf(name)), [...checkpointValues(firstProgress(codeVersion))]);
        const { rows } = await client.query<Row>(
          "INSERT INTO generation (number, state, code_version) VALUES ($1, 'building', $2) RETURNING *",
          [name, codeVersion],
        );
        const [row] = rows;
        if (!row) throw missing(name);
        return recordOf(row);
      }),
    async open(name) {
      const found = await find(pool, name);
      if (!found) throw missing(name);
      return openPostgresGeneration(place, name, schemaOf(name), found.codeVersion);
    },
    async switchTo(name, lease) {
      // Otherwise the first readers would meet a planner without statistics of what was just written.
      const found = await find(pool, name);
      if (found?.state === 'building') await analyze(pool, schemaOf(name));
      await inTransaction(pool, async (client) => {
        if (!(await holdsLease(client, lease))) throw new LeaseLostError('Another process has taken over the rebuild.');
        if (!(await find(client, name))) throw missing(name);
        await client.query("UPDATE generation SET state = 'former' WHERE state = 'live' AND number::text <> $1", [
          name,
        ]);
        await client.query("UPDATE generation SET state = 'live' WHERE number::text = $1", [name]);
      });
    },
    drop: (name) =>
      inTransaction(pool, async (client) => {
        await lockControl(client, place.schema);
        const found = await find(client, name);
        if (found?.state === 'live') throw new Error(`Generation ${name} is live and cannot be dropped.`);
        if (!found) return;
        await client.query('DELETE FROM generation WHERE number::text = $1', [name]);
        await client.query(`DROP SCHEMA IF EXISTS ${schemaOf(name)} CASCADE`);
      }),
  };
}

async function nextName(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ generation: number }>(
    'UPDATE last SET generation = generation + 1 RETURNING generation',
  );
  return String(rows[0]?.generation);
}

const VALUES = CHECKPOINT_COLUMNS.map((_, index) => `$${index + 1}`).join(', ');
const firstCheckpoint = (schema: string): string =>
  `INSERT INTO ${schema}.checkpoint (id, epoch, ${CHECKPOINT_COLUMNS.join(', ')}) VALUES (1, 0, ${VALUES})`;

async function analyze(pool: pg.Pool, schema: string): Promise<void> {
  const tables = PROJECTED_TABLES.map(({ name }) => `${schema}.${name}`);
  const analysis = { text: `ANALYZE ${tables.join(', ')}`, query_timeout: LONGEST_ANALYSIS };
  // The server analyzes by itself in time.
  await pool.query(analysis).catch(() => undefined);
}

/** Drops the schemas of generations whose creation was interrupted. */
async function dropLeftovers(client: pg.ClientBase, { schema }: Place): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname ~ $1 AND ' +
      "NOT EXISTS (SELECT 1 FROM generation WHERE nspname = $2 || '_' || number)",
    [`^${schema}_[0-9]+$`, schema],
  );
  for (const { name } of rows) await client.query(`DROP SCHEMA ${name} CASCADE`);
}

function recordOf({ number, state, code_version: codeVersion, made_at: madeAt }: Row): GenerationRecord {
  return { name: String(number), state, codeVersion, madeAt: madeAt.getTime() };
}
