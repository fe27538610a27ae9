import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { su7Scenario } from '../../apps/simulator/src/index.js';
import { startPostgresServer, type PostgresServer } from '../../libs/read-model/src/testing/postgres/server.js';
import { linesOf, said } from '../support/ask.js';
import { newVin, places, produced } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PATIENCE = 30_000;
const FIGURES = ['/v1/monthly-totals', '/v1/stock', '/v1/lines', '/v1/milestones', '/v1/network', '/v1/quarantine'];

/** A server for these tests alone, as they stop it; each has a schema of its own. */
let server: PostgresServer;
let schemas = 0;
beforeAll(async () => {
  server = await startPostgresServer(mkdtempSync(join(tmpdir(), 'plant-ledger-postgres-')));
});
beforeEach(async () => {
  // Wherever the test before left it.
  await server.stop();
  await server.start();
});
afterAll(async () => {
  await server.stop('immediate');
  rmSync(server.folder, { recursive: true, force: true });
});
const withDatabase = (test: (url: string) => Promise<void>) =>
  test(`${server.url('postgres')}?schema=ledger_${(schemas += 1)}`);

const answers = async (service: TestService): Promise<string[]> => {
  await service.read('/v1/stock');
  const all: string[] = [];
  for (const path of FIGURES) all.push((await service.get(path)).body);
  return all;
};

describe('the read model’s database', () => {
  const ledger = temporaryFolder();

  it(
    'gone for a while and back: reads answer 503, events are taken in, and the figures catch up by themselves',
    () =>
      withDatabase(async (readModel) => {
        const service = await startTestService({ readModel, clock: null });
        try {
          await service.send.batch(places());
          expect(said(await service.send.structured(produced(newVin())))).toMatchObject({ result: 'accepted' });
          expect(await service.read('/v1/stock')).toMatchObject({ stock: 1 });
          // What was committed without waiting for the disk is written within three times 200 ms; before, a crash undoes it.
          await delay(1_000);

          await server.stop('immediate');
          for (const path of FIGURES) {
            const problem = problemOf(await service.get(path));
            expect(problem).toMatchObject({ status: 503, code: 'read-model-unavailable' });
            expect(JSON.stringify(problem)).not.toContain('127.0.0.1');
          }
          for (let count = 0; count < 5; count += 1)
            expect(said(await service.send.structured(produced(newVin())))).toMatchObject({ result: 'accepted' });
          await eventually(async () => {
            const { failure, lagEvents } = said(await service.get('/v1/status'));
            return failure !== undefined && lagEvents === 5;
          }, PATIENCE);
          const { failure, caughtUp, readModel: where } = said(await service.get('/v1/status'));
          expect(failure.reason).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+ does not answer/);
          expect(where).toMatch(/^postgres:\/\/ledger@127\.0\.0\.1:\d+\/postgres\?schema=ledger_\d+$/);
          expect(caughtUp).toBe(false);
          expect((await service.get('/livez')).status).toBe(200);
          const password = new URL(readModel).password;
          expect(password.length).toBeGreaterThan(8);
          for (const path of ['/v1/status', '/readyz', '/metrics'])
            expect((await service.get(path)).body).not.toContain(password);
          await delay(2_000);

          await server.start();
          await eventually(async () => said(await service.get('/v1/status')).caughtUp, PATIENCE);
          expect(await service.read('/v1/stock')).toMatchObject({ stock: 6, balanced: true });
          expect(said(await service.get('/v1/status')).failure).toBeUndefined();
          expect((await service.get('/readyz')).status).toBe(200);
        } finally {
          await service.close();
        }
      }),
    240_000,
  );

  it(
    'killed again and again while events pour in: no figure is other than without it',
    () =>
      withDatabase(async (readModel) => {
        async function* scenario() {
          for (const event of su7Scenario({ scale: 0.1 })) yield `${JSON.stringify(event)}\n`;
        }
        const clock = '2024-07-29T00:00:00Z';
        const service = await startTestService({ readModel, clock, ledger: ledger.path });
        let onPostgres: string[];
        try {
          const sending = service.send.post('application/x-ndjson', scenario());
          for (let round = 0; round < 4; round += 1) {
            await delay(150 + 100 * round);
            await server.stop(round % 2 === 0 ? 'immediate' : 'fast');
            await delay(100);
            await server.start();
          }
          expect(linesOf(await sending).at(-1)).toMatchObject({ quarantined: 0, rejected: 0 });
          await eventually(async () => said(await service.get('/v1/status')).caughtUp, PATIENCE);
          onPostgres = await answers(service);
        } finally {
          await service.close();
        }
        const onSqlite = await startTestService({ clock, ledger: ledger.path });
        try {
          expect(onPostgres).toEqual(await answers(onSqlite));
        } finally {
          await onSqlite.close();
        }
      }),
    180_000,
  );

  it('away at the start: the service says so in one sentence and does not start', () =>
    withDatabase(async (readModel) => {
      await server.stop();
      await expect(startTestService({ readModel })).rejects.toMatchObject({
        name: 'ReadModelUnavailableError',
        message: expect.stringMatching(/^PostgreSQL at 127\.0\.0\.1:\d+ cannot be reached .*: start it, or correct/),
      });
    }));
});
