import fc from 'fast-check';
import { NO_STREAM, type EventStore, type NewEvent, type Position, type StreamAppend } from '../port.js';
import { anEvent, followUntil, places, readOn } from './samples.js';
import type { WithStore } from './test-log.js';

/** A step of a test: an append at a revision relative to the stream's own, or the repetition of an earlier one. */
const step = fc.record({
  stream: fc.constantFrom('a', 'b', 'c'),
  shift: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) }),
  size: fc.integer({ min: 1, max: 4 }),
  repeat: fc.option(fc.nat(30), { freq: 4 }),
});
/** Each inner list is one call of `appendMany`; the calls of a round are concurrent. */
const rounds = fc.array(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 6,
});

export function describeModel(withStore: WithStore): void {
  describe('against a model', () => {
    it(
      'whatever is appended in whatever interleaving, the log holds exactly what was acknowledged, in order',
      withStore(async ({ store }) => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(rounds, async (plan) => {
            run += 1;
            const origin = await store.head();
            const sent: StreamAppend[] = [];
            const model = new Map<string, NewEvent[]>();
            for (const calls of plan) {
              const appends = calls.map((steps, lane) =>
                steps.map((one) => toAppend(one, `${run}-${lane}-${one.stream}`, sent, model)),
              );
              const results = await Promise.all(appends.map((call) => store.appendMany(call)));
              for (const [lane, call] of appends.entries())
                for (const [index, append] of call.entries())
                  expect(results[lane]?.[index]).toMatchObject(applyToModel(model, append));
              sent.push(...appends.flat());
            }
            await expectModel(store, origin, model);
          }),
          { numRuns: 40 },
        );
      }),
    );
  });
}

function toAppend(
  { shift, size, repeat }: { shift: number; size: number; repeat: number | null },
  stream: string,
  sent: readonly StreamAppend[],
  model: ReadonlyMap<string, readonly NewEvent[]>,
): StreamAppend {
  const former = repeat === null ? undefined : sent.filter((append) => append.stream === stream)[repeat];
  if (former) return former;
  const expectedRevision = Math.max(NO_STREAM, (model.get(stream)?.length ?? 0) - 1 + shift);
  return { stream, expectedRevision, events: Array.from({ length: size }, () => anEvent({ size })) };
}

/** The rules of the port in a dozen lines. */
function applyToModel(model: Map<string, NewEvent[]>, { stream, expectedRevision, events }: StreamAppend): object {
  const stored = model.get(stream) ?? [];
  const at = stored.slice(expectedRevision + 1, expectedRevision + 1 + events.length);
  const revision = expectedRevision + events.length;
  if (expectedRevision === stored.length - 1) model.set(stream, [...stored, ...events]);
  else if (at.length < events.length || !at.every((event, index) => event.id === events[index]?.id))
    return { outcome: 'wrong-expected-revision', actualRevision: stored.length - 1 };
  return { outcome: 'appended', revision };
}

async function expectModel(store: EventStore, origin: Position, model: ReadonlyMap<string, NewEvent[]>): Promise<void> {
  const all = await readOn(store, origin, 7);
  const total = [...model.values()].reduce((sum, events) => sum + events.length, 0);
  expect(all).toHaveLength(total);
  for (const [stream, events] of model) {
    const ids = events.map((event) => event.id);
    expect((await store.readStream(stream)).map((event) => event.id)).toEqual(ids);
    expect(all.filter((event) => event.stream === stream).map((event) => event.id)).toEqual(ids);
  }
  if (total === 0) return;
  const followed = await followUntil(store, origin, (seen) => seen.events.length >= total);
  expect(places(followed.events)).toEqual(places(all));
}
