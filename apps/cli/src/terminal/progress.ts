import { SingleBar } from 'cli-progress';
import { grouped, seconds } from './words.js';

export interface Work {
  /** How much there is in all, in the unit of `done`; undefined when unknown. */
  readonly total: number | undefined;
  readonly done: () => number;
  /** The same for a person, such as `3.1 of 24.0 MB, 12,000 events`. */
  readonly text: () => string;
}

/** Stopped at the end of the block that uses it, or before something else is written. */
export interface Progress extends Disposable {
  stop(): void;
}

const BAR_EVERY = 100;
const LINE_EVERY = 5_000;

/**
 * Shows progress on standard error until it is stopped: a bar at a terminal, else a line every few seconds; nothing where
 * it is to be `quiet`.
 */
export function showProgress(work: Work, quiet = false): Progress {
  const isBar = process.stderr.isTTY && work.total !== undefined && work.total > 0;
  const stop = quiet ? () => undefined : isBar ? bar(work, work.total) : plainLines(work);
  return { stop, [Symbol.dispose]: stop };
}

function bar({ done, text }: Work, total: number): () => void {
  const single = new SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage}%  {text}',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  });
  single.start(total, 0, { text: text() });
  const timer = setInterval(() => single.update(Math.min(total, done()), { text: text() }), BAR_EVERY);
  return () => {
    clearInterval(timer);
    single.stop();
  };
}

function plainLines({ text }: Work): () => void {
  const started = performance.now();
  const timer = setInterval(
    () => process.stderr.write(`${seconds(performance.now() - started)}: ${text()}\n`),
    LINE_EVERY,
  );
  return () => clearInterval(timer);
}

/** Formats the events a second since this was called: `12,000 events/s`. */
export function eventRate(): (events: number) => string {
  const started = performance.now();
  return (events) => `${grouped(Math.round((events / Math.max(1, performance.now() - started)) * 1_000))} events/s`;
}
