import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { finish, type Steps } from '@plant-ledger/domain';
import { FORECAST_STEPS, type ForecastAnswers, type ForecastKind } from './forecast-questions.js';
import type { FromForecasts, ToForecasts } from './forecast-thread.js';

/** In the order in which they were asked. */
const questions = new Map<number, Exclude<ToForecasts, { readonly kind: 'drop' }>>();
let isWorking = false;

const send = (message: FromForecasts): void => parentPort?.postMessage(message);

async function work(): Promise<void> {
  isWorking = true;
  for (let next = questions.values().next(); !next.done; next = questions.values().next()) {
    const { id, kind, question } = next.value;
    questions.delete(id);
    try {
      const steps = FORECAST_STEPS[kind] as (asked: typeof question) => Steps<ForecastAnswers[ForecastKind]>;
      send({ id, answer: finish(steps(question)) });
    } catch (error) {
      send({ id, failed: error instanceof Error ? error.message : String(error) });
    }
    // Whoever has left meanwhile is not worked for.
    await setImmediate();
  }
  isWorking = false;
}

parentPort?.on('message', (message: ToForecasts) => {
  if (message.kind === 'drop') {
    questions.delete(message.id);
    return;
  }
  questions.set(message.id, message);
  if (!isWorking) void work();
});
