import { monthEndOf, type MonthEnd, type MonthEndQuestion } from '@plant-ledger/domain';
import { forecastWork } from '../forecasts/forecast-thread.js';
import { keptAnswers } from '../forecasts/kept-answers.js';
import { questionKey } from '../forecasts/question-key.js';

/** Projects months, each question once. `signal`: aborts when the client disconnects. */
export type MonthProjections = (question: MonthEndQuestion, signal?: AbortSignal) => Promise<MonthEnd | undefined>;

/** Bytes; enough for the projections of some thousand targets. */
const ROOM = 64 * 1024 * 1024;
/** The approximate size of a projection without its counts. */
const PROJECTION_SIZE = 500;

/**
 * Projections with a cache of the latest: a question is all that its projection is made from, so a cached answer is
 * never out of date.
 */
export function createMonthProjections(room = ROOM, work = forecastWork): MonthProjections {
  const answers = keptAnswers<MonthEnd | undefined>(room, (end) => PROJECTION_SIZE + (end?.size ?? 0));
  return (question, signal) =>
    answers(
      questionKey(question),
      async (gone) => {
        const ends = await work('month', question, gone);
        return ends && monthEndOf(ends);
      },
      signal,
    );
}
