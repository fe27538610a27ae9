import { SingleBar } from 'cli-progress';
import { grouped, seconds } from './words.js';

export interface Work {
  /** How much there is in all, in the unit of `done`; undefined when unknown. */
  readonly total: number | undefined;
  readonly done: () => number;
  /** The same for a person, such as `3.1 of 24.0 MB, 12,000 events`. */
  readonly text: () => string;
}

export interface Progress {
  stop(): void;
}

const BAR_EVERY = 100;
const LINE_EVERY = 5_000;

/** Shows progress on standard error until it is stopped: a bar at a terminal, else a line every few seconds. */
export function showProgress(work: Work): Progress {
  return process.stderr.isTTY && work.total !== undefined && work.total > 0 ? bar(work, work.total) : plainLines(work);
}

function bar({ done, text }: Work, total: number): Progress {
  const single = new SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage}%  {text}',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  });
  single.start(total, 0, { text: text() });
  const timer = setInterval(() => single.update(Math.min(total, done()), { text: text() }), BAR_EVERY);
  return {
    stop() {
      clearInterval(timer);
      single.stop();
    },
  };
}

function plainLines({ text }: Work): Progress {
  const started = performance.now();
  const timer = setInterval(
    () => process.stderr.write(`${seconds(performance.now() - started)}: ${text()}\n`),
    LINE_EVERY,
  );
  return { stop: () => clearInterval(timer) };
}

/** Formats the events a second since this was called: `12,000 events/s`. */
export function eventRate(): (events: number) => string {
  const started = performance.now();
  return (events) => `${grouped(Math.round((events / Math.max(1, performance.now() - started)) * 1_000))} events/s`;
}
