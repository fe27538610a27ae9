import { randomUUID } from 'node:crypto';
import { jsonEvent, KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client';
import { toStored, type EventType, type SourceEvent } from '@plant-ledger/domain';
import { openEventStore } from '@plant-ledger/event-store';
import { AGGREGATES, CommandExecutor } from '@plant-ledger/ledger';
import { stated } from '../../libs/domain/src/testing/facts.js';
import { loadEvents, loadSetup, type CloudEvent } from '../../apps/simulator/src/index.js';
import { timed, type Benchmark } from './measure.js';

const UNITS = 4_000;
const AT_ONCE = 256;
const server = process.env.LEDGER_TEST_KURRENTDB ?? '';

export const kurrentdbAppends: Benchmark = {
  name: 'kurrentdb-appends',
  ours: `holds decided on states in the cache and appended, ${AT_ONCE} at once`,
  baseline: 'the same events appended by the bare client at known revisions',
  target: 0.7,
  rounds: 7,
  async open() {
    const store = await openEventStore(server, { prefix: `bench-${randomUUID()}-` });
    const executor = new CommandExecutor(store, AGGREGATES, { recordedAt: Date.now, remembered: 4 * UNITS });
    await executor.recordAll(loadSetup().map(sourceEvent));
    const units = [...loadEvents({ units: UNITS })].map(sourceEvent);
    for (let start = 0; start < UNITS; start += 1_000) await executor.recordAll(units.slice(start, start + 1_000));
    const client = KurrentDBClient.connectionString(server);
    const rawPrefix = `bench-${randomUUID()}-`;
    await atOnce(units, (unit) => appendRaw(client, `${rawPrefix}${unit.id}`, NO_STREAM, unit));
    let round = 0;
    let rawRound = 0;
    return {
      ours: () =>
        timed(() =>
          atOnce(holds(units, round++), async (event) => {
            const [outcome] = await executor.recordAll([event]);
            if (outcome?.result !== 'accepted') throw new Error(`not accepted: ${String(outcome?.result)}`);
          }),
        ),
      baseline: () => {
        const revision = BigInt(rawRound);
        return timed(() =>
          atOnce(holds(units, rawRound++), (event, index) =>
            appendRaw(client, `${rawPrefix}${units[index]?.id ?? ''}`, revision, event),
          ),
        );
      },
      async close() {
        await client.dispose();
        await store.close();
      },
    };
  },
};

/** By turns every unit is held, and released. */
function holds(units: readonly SourceEvent[], round: number): SourceEvent[] {
  const type = round % 2 === 0 ? 'UnitHeld' : 'UnitReleased';
  return units.map(({ data, occurredAt }) => {
    const vin = 'vin' in data ? data.vin : '';
    return reported(type, `${vin}-${round}`, occurredAt + (round + 1) * 60_000, { vin, reason: 'paint' });
  });
}

function sourceEvent({ type, id, time, data }: CloudEvent): SourceEvent {
  return reported(type as EventType, id, Date.parse(time), data);
}

function reported(type: EventType, id: string, occurredAt: number, data: object): SourceEvent {
  return stated(type, data, { source: '//bench/mes', id, occurredAt });
}

async function appendRaw(
  client: KurrentDBClient,
  stream: string,
  streamState: bigint | typeof NO_STREAM,
  event: SourceEvent,
) {
  const { id, type, data, metadata } = toStored(event, Date.now());
  await client.appendToStream(stream, [jsonEvent({ id, type, data, metadata })], {
    streamState,
  });
}

async function atOnce(
  events: readonly SourceEvent[],
  work: (event: SourceEvent, index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < events.length; index = next++) {
      const event = events[index];
      if (event) await work(event, index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return events.length;
}
