import type { RebuildProgress } from '@plant-ledger/read-model';
import { eventRate, showProgress, type Progress } from '../terminal/progress.js';
import { grouped, seconds } from '../terminal/words.js';

export interface ShownProgress extends Progress {
  report(progress: RebuildProgress): void;
}

/**
 * Shows the progress of a rebuild on standard error; `head` is where it will end, as far as that is known at the
 * beginning.
 */
export function rebuildProgress(head: bigint, quiet: boolean): ShownProgress {
  const rate = eventRate();
  const started = performance.now();
  let latest: RebuildProgress | undefined;
  let first: bigint | undefined;

  const timeLeft = ({ position, target }: RebuildProgress): string => {
    const done = Number(position - (first ?? position));
    if (done <= 0) return '';
    const left = (Number(target - position) / done) * (performance.now() - started);
    return `, ${seconds(left)} left`;
  };
  const text = (): string => {
    if (!latest) return 'opening the log';
    const { stage, position, target, events } = latest;
    if (stage !== 'filling') return `${stage} at position ${grouped(Number(position))}`;
    return `position ${grouped(Number(position))} of ${grouped(Number(target))}, ${rate(events)}${timeLeft(latest)}`;
  };
  const shown = showProgress({ total: Number(head), done: () => Number(latest?.position ?? 0n), text }, quiet);
  return {
    ...shown,
    report(progress) {
      first ??= progress.position;
      latest = progress;
    },
  };
}
