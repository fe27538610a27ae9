import { questionsOf, type Method, type Reported } from './questions.js';
import type { Series } from './series.js';

/** Shares of 1, and days; the loss is the mean pinball loss of P10, P50 and P85. */
export interface Score {
  readonly asked: number;
  readonly within: number;
  readonly byP50: number;
  readonly byP85: number;
  readonly width: number;
  readonly loss: number;
}

/** A date that is never reached counts as five years. */
const LONGEST = 1_826;
const NONE: Reported = { p10: LONGEST, p50: LONGEST, p85: LONGEST };

export function scoreOf(method: Method, all: readonly Series[], months: number): Score {
  const each: Score[] = [];
  for (const series of all)
    for (const question of questionsOf(series, months)) each.push(scoreOfOne(method(question) ?? NONE, question.truth));
  return together(each);
}

function scoreOfOne(reported: Reported, truth: number): Score {
  const [p10, p50, p85] = [reported.p10, reported.p50, reported.p85].map((day) => Math.min(day, LONGEST));
  if (p10 === undefined || p50 === undefined || p85 === undefined) throw new Error('A method tells three days.');
  return {
    asked: 1,
    within: Number(p10 <= truth && truth <= p85),
    byP50: Number(truth <= p50),
    byP85: Number(truth <= p85),
    width: p85 - p10,
    loss: (pinball(truth, p10, 0.1) + pinball(truth, p50, 0.5) + pinball(truth, p85, 0.85)) / 3,
  };
}

function pinball(truth: number, reported: number, share: number): number {
  return truth >= reported ? share * (truth - reported) : (1 - share) * (reported - truth);
}

/** The mean of several scores, each as heavy as what it was asked. */
export function together(scores: readonly Score[]): Score {
  const asked = scores.reduce((sum, score) => sum + score.asked, 0);
  const mean = (of: keyof Score) => scores.reduce((sum, score) => sum + score.asked * score[of], 0) / asked;
  return {
    asked,
    within: mean('within'),
    byP50: mean('byP50'),
    byP85: mean('byP85'),
    width: mean('width'),
    loss: mean('loss'),
  };
}
