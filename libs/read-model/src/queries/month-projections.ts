import { hash } from 'node:crypto';
import { projectMonthEnd, type MonthEnd, type MonthEndQuestion } from '@plant-ledger/domain';

/** Projects months, each question once. */
export type MonthProjections = (question: MonthEndQuestion) => Promise<MonthEnd | undefined>;

/**
 * Projections, of which the latest are kept: a question is all that its projection is made from, so a kept answer is
 * never out of date. Each takes about 10 ms, and other requests are let in between two of them.
 */
export function createMonthProjections(most = 256): MonthProjections {
  const kept = new Map<string, MonthEnd | undefined>();
  return async (question) => {
    const key = hash('sha256', JSON.stringify(question), 'base64');
    if (!kept.has(key)) await new Promise(setImmediate);
    const answer = kept.has(key) ? kept.get(key) : projectMonthEnd(question);
    kept.delete(key);
    kept.set(key, answer);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}
