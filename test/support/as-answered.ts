import { linesOf, said, type Answer } from './ask.js';
import type { Sender } from './send.js';

/** What was answered for one event, whatever the mode it was sent in. */
export interface Answered {
  readonly result: string;
  readonly code?: string;
  readonly position?: string;
}

type Sendable = Readonly<Record<string, unknown>>;

/** Sends events in order, cut into single requests, batches and streams as `random` has it; an answer for each. */
export async function sendInMixedModes(
  send: Sender,
  events: readonly Sendable[],
  random: () => number,
): Promise<Answered[]> {
  const answers: Answered[] = [];
  while (answers.length < events.length) {
    const mode = (['structured', 'binary', 'batch', 'stream'] as const)[Math.floor(random() * 4)] ?? 'batch';
    const many = mode === 'batch' || mode === 'stream' ? 1 + Math.floor(random() * 60) : 1;
    const next = events.slice(answers.length, answers.length + many);
    answers.push(...(await sendAs(send, mode, next)));
  }
  return answers;
}

async function sendAs(send: Sender, mode: keyof Sender, events: readonly Sendable[]): Promise<Answered[]> {
  if (mode === 'batch') return said(await send.batch(events)).results;
  if (mode === 'stream') return ofStream(await send.stream(events, '?list=all'), events.length);
  return Promise.all(events.map(async (event) => said(await send[mode as 'structured'](event))));
}

/** Events that a stream's answer does not name were accepted. */
function ofStream(answer: Answer, count: number): Answered[] {
  const lines = linesOf(answer);
  const summary = lines.pop();
  const answers = Array.from({ length: count }, (): Answered => ({ result: 'accepted' }));
  for (const { index, ...reported } of lines) answers[index] = reported;
  const accepted = answers.filter(({ result }) => result === 'accepted').length;
  if (summary.accepted !== accepted) throw new Error(`${JSON.stringify(summary)} for ${accepted} accepted`);
  return answers;
}
