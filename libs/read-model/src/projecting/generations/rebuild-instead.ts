import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '../status/failures.js';
import type { ProjectorLogger, Reports, Stopped } from '../status/status.js';
import type { ReadModel } from '../storage/read-model.js';
import type { Misfit } from './misfit.js';
import type { RebuildProgress } from './fill.js';
import { RebuildUnderWayError, type RebuildOutcome } from './rebuild.js';

/** Fills a new generation and switches to it, on this thread or another. */
export type RebuildWork = (work: {
  readonly signal: AbortSignal;
  readonly progress: (progress: RebuildProgress) => void;
  readonly distrustLive?: boolean | undefined;
}) => Promise<RebuildOutcome>;

export interface Rebuilder {
  readonly readModel: ReadModel;
  readonly rebuild: RebuildWork;
  readonly reports: Reports & ProjectorLogger;
}

/** How often it checks whether another process's rebuild has ended, in milliseconds. */
const LOOK_EVERY = 500;

/**
 * Fills a new generation because the live one cannot be continued. Meanwhile that one is shown, or nothing where it
 * cannot be read or was made of another log. Returns the event that the new one cannot project, if there is one.
 */
export async function rebuildInstead(
  { readModel, rebuild, reports }: Rebuilder,
  { why, mayBeShown, isUnreadable }: Misfit,
  signal: AbortSignal,
): Promise<Stopped | undefined> {
  const { pointer } = readModel;
  if (!mayBeShown) pointer.withhold(notBuilt(why));
  const before = mayBeShown ? await pointer.progress() : undefined;
  if (before) reports.applied(before.position, before.through);
  reports.succeeded();
  reports.rebuilding({ why, position: undefined, target: undefined });
  reports.warn(
    `${why} A new generation is filled from the beginning of the log; ` +
      (before ? `until then figures are those as of position ${before.position}.` : 'until then no figures are shown.'),
  );
  try {
    const outcome = await rebuild({
      signal,
      distrustLive: isUnreadable,
      progress: ({ position, target }) => reports.rebuilding({ why, position, target }),
    });
    report(reports, outcome);
    return outcome.kind === 'stopped' ? outcome.stopped : undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== RebuildUnderWayError.name) throw error;
    await delay(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    return undefined;
  } finally {
    await pointer.look().catch((error: unknown) => reports.warn(reasonOf(error)));
    reports.rebuilding(undefined);
  }
}

/** The message for readers while there are no figures to show. */
export function notBuilt(why: string): string {
  return `${why} A new read model is being filled from the log: figures are there once it is done, and /v1/status says how far it is.`;
}

function report(logger: ProjectorLogger, outcome: RebuildOutcome): void {
  switch (outcome.kind) {
    case 'switched': {
      const { generation, former, position, differing } = outcome;
      const tables =
        differing &&
        (differing.length > 0 ? `; tables that differ: ${differing.join(', ')}` : '; all tables are the same');
      return logger.log(`Generation ${generation} is live from position ${position}, after ${former}${tables ?? ''}.`);
    }
    case 'differs':
      return logger.error(
        `Generation ${outcome.generation} differs in ${outcome.differing.join(', ')} and is not switched to.`,
      );
    case 'cancelled':
      return logger.log(`The rebuild stopped at position ${outcome.position}; it goes on from there.`);
    case 'stopped':
      return undefined;
  }
}
