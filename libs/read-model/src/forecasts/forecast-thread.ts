import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { inSlices } from '../asking/slices.js';
import {
  FORECAST_STEPS,
  type ForecastAnswers,
  type ForecastKind,
  type ForecastQuestions,
} from './forecast-questions.js';

export type ToForecasts =
  | { readonly id: number; readonly kind: ForecastKind; readonly question: ForecastQuestions[ForecastKind] }
  /** Nobody waits for it any more. */
  | { readonly id: number; readonly kind: 'drop' };

export type FromForecasts =
  | { readonly id: number; readonly answer: ForecastAnswers[ForecastKind] }
  | { readonly id: number; readonly failed: string };

/** Works a question out. `gone`: aborts when nobody waits for it any more. */
export type ForecastWork = <Kind extends ForecastKind>(
  kind: Kind,
  question: ForecastQuestions[Kind],
  gone: AbortSignal,
) => Promise<ForecastAnswers[Kind]>;

/** On the thread that asks, in slices, with other work in between. */
const workHere: ForecastWork = (kind, question, gone) => inSlices(FORECAST_STEPS[kind](question), gone);

interface Waiting {
  resolve(answer: ForecastAnswers[ForecastKind]): void;
  reject(reason: unknown): void;
}

const ENTRY = fileURLToPath(new URL('./forecast.worker.js', import.meta.url));
/** Milliseconds after which a thread without a question ends. */
const IDLE = 10_000;

/**
 * Works forecasts out in a thread of its own, which is started by the first question and ends when there was none for a
 * while; where the sources run without a build, on the thread that asks.
 */
export function forecastThread(entry = ENTRY, idle = IDLE): ForecastWork {
  if (!existsSync(entry)) return workHere;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let ending: NodeJS.Timeout | undefined;
  let last = 0;

  const start = (): Worker => {
    const started = new Worker(entry);
    const lost = (why: string): void => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.values()) reject(new Error(`The thread of the forecasts has ended: ${why}.`));
      waiting.clear();
    };
    started.on('message', (message: FromForecasts) => {
      const asked = waiting.get(message.id);
      if ('failed' in message) asked?.reject(new Error(message.failed));
      else asked?.resolve(message.answer);
    });
    started.once('error', ({ message }) => lost(message));
    started.once('exit', (code) => {
      if (worker === started) lost(`exit code ${code}`);
    });
    return started;
  };
  const rest = (): void => {
    if (waiting.size > 0) return;
    // Nothing is asked of it, so it keeps no process alive.
    worker?.unref();
    clearTimeout(ending);
    ending = setTimeout(() => {
      const idling = worker;
      worker = undefined;
      void idling?.terminate();
    }, idle).unref();
  };

  return async <Kind extends ForecastKind>(kind: Kind, question: ForecastQuestions[Kind], gone: AbortSignal) => {
    gone.throwIfAborted();
    clearTimeout(ending);
    const thread = (worker ??= start());
    thread.ref();
    last += 1;
    const id = last;
    const drop = (): void => {
      thread.postMessage({ id, kind: 'drop' } satisfies ToForecasts);
      waiting.get(id)?.reject(gone.reason);
    };
    gone.addEventListener('abort', drop, { once: true });
    try {
      const answer = await new Promise<ForecastAnswers[ForecastKind]>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        thread.postMessage({ id, kind, question } satisfies ToForecasts);
      });
      return answer as ForecastAnswers[Kind];
    } finally {
      gone.removeEventListener('abort', drop);
      waiting.delete(id);
      rest();
    }
  };
}

/** One thread for all forecasts of a process. */
export const forecastWork: ForecastWork = forecastThread();
