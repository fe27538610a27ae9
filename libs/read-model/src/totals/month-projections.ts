import { monthEndInSteps, type MonthEnd, type MonthEndQuestion } from '@plant-ledger/domain';
import { inSlices } from '../asking/slices.js';
import { keptAnswers } from '../forecasts/kept-answers.js';
import { questionKey } from '../forecasts/question-key.js';

/** Projects months, each question once. `signal`: whoever asked has gone. */
export type MonthProjections = (question: MonthEndQuestion, signal?: AbortSignal) => Promise<MonthEnd | undefined>;

/** For the projections of some thousand targets. */
const ROOM = 64 * 1024 * 1024;
/** What a projection takes beside its counts, about. */
const PROJECTION_SIZE = 500;

/**
 * Projections, of which the latest are kept: a question is all that its projection is made from, so a kept answer is
 * never out of date. Other requests are let in while one is made.
 */
export function createMonthProjections(room = ROOM): MonthProjections {
  const answers = keptAnswers<MonthEnd | undefined>(room, (end) => PROJECTION_SIZE + (end?.size ?? 0));
  return (question, signal) =>
    answers(questionKey(question), (gone) => inSlices(monthEndInSteps(question), gone), signal);
}
