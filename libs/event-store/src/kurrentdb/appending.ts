import {
  jsonEvent,
  NO_STREAM as NO_STREAM_STATE,
  type JSONType,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { NO_STREAM, StoreUnavailableError, type AppendResult, type Position } from '../port.js';
import type { PreparedAppend } from '../prepare.js';
import { APPEND_TIME, inTime, persistently } from './failure.js';
import { gate } from './gate.js';
import type { Reading } from './reading.js';
import type { StreamNames } from './streams.js';

/** The most concurrent appends of one store, and characters of JSON in them. */
const UNDER_WAY = { appends: 256, characters: 16_000_000 };

/**
 * Appends to single streams concurrently, each retried at the same revision when it is not known whether it happened.
 */
export function appending(client: KurrentDBClient, reading: Reading, names: StreamNames, closing: AbortSignal) {
  const { pass } = gate(UNDER_WAY);

  const attempt = async ({ stream, expectedRevision, events }: PreparedAppend): Promise<AppendResult> => {
    const streamState = expectedRevision === NO_STREAM ? NO_STREAM_STATE : BigInt(expectedRevision);
    const result = await inTime(
      APPEND_TIME,
      client.appendToStream(
        names.full(stream),
        events.map(({ id, type, data, metadata }) =>
          jsonEvent({ id, type, data: JSON.parse(data) as JSONType, metadata: JSON.parse(metadata) as JSONType }),
        ),
        { streamState, requiresLeader: true },
      ),
    );
    // The revision that the client reports with a conflict is not the stream's: it is read again.
    if (!result.success)
      return { outcome: 'wrong-expected-revision', actualRevision: await reading.lastRevision(stream) };
    const revision = expectedRevision + events.length;
    const only = events.length === 1 ? result.position?.commit : undefined;
    const positions = only === undefined ? await readPositions(stream, expectedRevision + 1, events.length) : [only];
    return { outcome: 'appended', revision, positions };
  };

  /** The server reports the last event's position only. */
  const readPositions = async (stream: string, from: number, count: number): Promise<readonly Position[]> => {
    const stored = await reading.stream(stream, from, count);
    if (stored.length < count) throw new StoreUnavailableError(`What was appended to ${stream} cannot be read yet.`);
    return stored.map((event) => event.position);
  };

  return {
    one: (append: PreparedAppend): Promise<AppendResult> =>
      pass(append.characters, () => persistently(() => attempt(append), closing)),
    async many(appends: readonly PreparedAppend[]): Promise<readonly AppendResult[]> {
      const results: AppendResult[] = [];
      let failure: unknown;
      const inOrder = async (places: readonly number[]): Promise<void> => {
        for (const place of places) {
          const append = appends[place];
          if (!append) continue;
          await pass(append.characters, async () => {
            // Once one append fails, the whole call does: the rest need not be awaited.
            if (failure !== undefined) return;
            results[place] = await persistently(() => attempt(append), closing);
          });
        }
      };
      const placesByStream = Map.groupBy(appends.keys(), (place) => appends[place]?.stream);
      const lanes = [...placesByStream.values()].map((places) =>
        inOrder(places).catch((error: unknown) => (failure ??= error)),
      );
      await Promise.all(lanes);
      if (failure !== undefined) throw failure;
      return results;
    },
  };
}
