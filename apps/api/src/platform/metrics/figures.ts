import { zoneCalendar } from '@plant-ledger/domain';
import {
  booksBalance,
  GetLines,
  GetMilestones,
  milestoneValues,
  openEntries,
  targetValues,
  timeOfAsking,
  type ReadModel,
} from '@plant-ledger/read-model';
import type { QueryBus } from '@nestjs/cqrs';
import pTimeout from 'p-timeout';

export type Figures = Awaited<ReturnType<typeof readFigures>>;
/** Of a milestone with a forecast: how likely it is reached when it is due. */
export type Probability = Awaited<ReturnType<typeof readProbabilities>>[number];

/** Reads the current figures. `now`: milliseconds since 1970 UTC. @throws what the read model throws. */
export async function readFigures(readModel: ReadModel, queries: QueryBus, now: number) {
  const { at, open, milestones, targets, ...known } = await readModel.read(async (snapshot) => {
    const at = await timeOfAsking(snapshot, now);
    const month = zoneCalendar(snapshot.timeZone).dateOf(at).slice(0, 7);
    return {
      at,
      booksBalanced: (await booksBalance(snapshot)).length === 0,
      open: await openEntries(snapshot, ['state', 'code']),
      milestones: await milestoneValues(snapshot, at),
      targets: await targetValues(snapshot, month, at),
    };
  });
  const { lines } = await queries.execute(new GetLines({ at }));
  return {
    ...known,
    quarantine: open.map(({ state, code, entries, since }) => {
      return { state, code, entries, oldestSeconds: Math.max(0, (now - since) / 1_000) };
    }),
    milestones: milestones.map(({ id: milestone, ...figures }) => ({ milestone, ...figures })),
    // Without a plant or model for a target of all of them.
    targets: targets.map(({ metric, plant = '', model = '', value, current: target, attainment }) => {
      return { metric, plant, model, value, target, attainment };
    }),
    lines: lines.map(({ plant, line, state }) => ({ plant, line, state })),
  };
}

/**
 * Reads what needs a forecast for each milestone. `now`: milliseconds since 1970 UTC. @throws what the read model
 * throws.
 */
export async function readProbabilities(readModel: ReadModel, queries: QueryBus, now: number) {
  const at = await readModel.read((snapshot) => timeOfAsking(snapshot, now));
  const { milestones } = await queries.execute(new GetMilestones({ at, limit: 0 }));
  return milestones.flatMap(({ id: milestone, metric, forecast }) =>
    forecast ? [{ milestone, metric, probability: forecast.probabilityByDue }] : [],
  );
}

/** How long figures are reused, and how long a scrape waits for them, milliseconds. */
const KEPT = 5_000;
const PATIENCE = 2_000;
/** Forecasts are made anew at most once a minute, and use only a small part of the time. */
const FORECASTS_KEPT = 60_000;
const PART_OF_TIME = 10;

/** Reads figures at most every few seconds; undefined while they cannot be read in time. */
export function keptFigures(read: () => Promise<Figures>): () => Promise<Figures | undefined> {
  return kept(read, () => KEPT, 'nothing');
}

/** Values made by forecasts: the former ones remain while new ones are being made; undefined where that failed. */
export function keptProbabilities(
  read: () => Promise<readonly Probability[]>,
): () => Promise<readonly Probability[] | undefined> {
  return kept(read, (took) => Math.max(FORECASTS_KEPT, PART_OF_TIME * took), 'the former');
}

/**
 * Caches the last value for as long as `keepFor` says of the milliseconds that it took; `late` is called when a value
 * is not there in time.
 */
function kept<Value>(
  read: () => Promise<Value>,
  keepFor: (took: number) => number,
  late: 'nothing' | 'the former',
): () => Promise<Value | undefined> {
  let known: Value | undefined;
  let dueAt = -Infinity;
  let reading: Promise<void> | undefined;
  const readAnew = async (): Promise<void> => {
    const began = performance.now();
    known = await read().catch(() => undefined);
    const now = performance.now();
    dueAt = now + keepFor(now - began);
    reading = undefined;
  };
  return async () => {
    if (performance.now() < dueAt) return known;
    reading ??= readAnew();
    const isRead = await pTimeout(
      reading.then(() => true),
      { milliseconds: PATIENCE, fallback: () => false },
    );
    return isRead || late === 'the former' ? known : undefined;
  };
}
