import { testDatabase } from '../../libs/read-model/src/testing/postgres/test-database.js';
import { startTestService, type TestService } from '../support/service.js';
import { inSoak, newSeed } from '../support/soak.js';
import { hear, type Difference } from './hearing.js';
import { historyOf, reportingZoneOf } from './histories/history.js';
import { Random } from './histories/random.js';
import { ASKED_AT } from './histories/script.js';
import { RuledLedger } from './rules/ledger.js';
import type { Reported } from './rules/reported.js';
import { shrunk } from './shrink.js';

/**
 * The same few histories each time, others and more in the soak: ORACLE_SEED names them, ORACLE_HISTORIES says how many, and
 * ORACLE_SHRINK is how often less of one that differs is tried.
 */
const SEED = Number(process.env.ORACLE_SEED ?? inSoak(newSeed(), 4242));
const HISTORIES = Number(process.env.ORACLE_HISTORIES ?? inSoak(24, 6));
const ATTEMPTS = Number(process.env.ORACLE_SHRINK ?? 0);
const A_SERVICE = 3;

const shown = (differences: readonly Difference[]): string =>
  differences.map(({ kind, detail }) => `${kind}\n  ${detail}`).join('\n');

describe(`every answer and figure against the page of rules (ORACLE_SEED=${SEED})`, () => {
  const database = testDatabase();
  let schemas = 0;

  async function withService<T>(
    postgres: boolean,
    timeZone: string,
    run: (service: TestService) => Promise<T>,
  ): Promise<T> {
    const readModel = postgres ? `${database.url}?schema=oracle_${(schemas += 1)}` : undefined;
    const service = await startTestService({ clock: ASKED_AT, readModel, configuration: { timeZone } });
    try {
      return await run(service);
    } finally {
      await service.close();
    }
  }

  const newRules = (timeZone: string) => new RuledLedger(timeZone, Date.parse(ASKED_AT));

  /** The least of a history that differs in the same way, each try on a ledger of its own. */
  async function least(
    reported: readonly Reported[],
    differences: readonly Difference[],
    postgres: boolean,
    timeZone: string,
  ) {
    const heard = (events: readonly Reported[]) =>
      withService(postgres, timeZone, (service) => hear(service, newRules(timeZone), events, new Random(SEED)));
    const kinds = differences.map(({ kind }) => kind);
    return shrunk(reported, async (events) => (await heard(events)).some(({ kind }) => kinds.includes(kind)), ATTEMPTS);
  }

  async function report(seed: number, postgres: boolean): Promise<void> {
    const timeZone = reportingZoneOf(seed);
    const failed = await withService(postgres, timeZone, async (service) => {
      const rules = newRules(timeZone);
      for (let each = seed; each < seed + A_SERVICE; each += 1) {
        const { reported } = historyOf(each, timeZone);
        const differences = await hear(service, rules, reported, new Random(each));
        if (differences.length > 0) return { each, reported, differences };
      }
      return undefined;
    });
    if (failed === undefined) return;
    const events =
      ATTEMPTS === 0 ? failed.reported : await least(failed.reported, failed.differences, postgres, timeZone);
    const lines = events.map((event) => JSON.stringify(event)).join('\n');
    throw new Error(
      `History ${failed.each}, in ${timeZone}:\n${shown(failed.differences)}\nThe least of it:\n${lines}`,
    );
  }

  const services = Array.from({ length: Math.ceil(HISTORIES / A_SERVICE) }, (_, index) => ({
    seed: SEED + index * A_SERVICE,
    figures: index % 2 === 1 ? 'PostgreSQL' : 'SQLite',
  }));

  it.each(services)(
    'histories from $seed on, their figures on $figures',
    ({ seed, figures }) => report(seed, figures === 'PostgreSQL'),
    600_000,
  );
});
