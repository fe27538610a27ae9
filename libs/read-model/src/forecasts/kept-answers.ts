import { LRUCache } from 'lru-cache';
import { shared, type Shared } from './shared.js';

/** Answers a question by its key. `signal`: aborts when the client disconnects. */
export type KeptAnswers<Answer> = (
  key: string,
  work: (gone: AbortSignal) => Promise<Answer>,
  signal?: AbortSignal,
) => Promise<Answer>;

/**
 * Answers each question once for all who ask it at the same time, for as long as one of them waits, and caches the
 * latest answers: as many as fit into `room` bytes.
 */
export function keptAnswers<Answer>(room: number, sizeOf: (answer: Answer) => number): KeptAnswers<Answer> {
  const kept = new LRUCache<string, { readonly answer: Answer }>({
    maxSize: room,
    sizeCalculation: ({ answer }) => sizeOf(answer),
  });
  const underWay = new Map<string, Shared<Answer>>();
  return (key, work, signal) => {
    const known = kept.get(key);
    if (known) return Promise.resolve(known.answer);
    const joined = underWay.get(key);
    if (joined) return joined(signal);
    const leave = (): void => {
      if (underWay.get(key) === begun) underWay.delete(key);
    };
    const begun = shared(async (gone) => {
      const answer = await work(gone);
      kept.set(key, { answer });
      leave();
      return answer;
    }, leave);
    underWay.set(key, begun);
    return begun(signal);
  };
}
