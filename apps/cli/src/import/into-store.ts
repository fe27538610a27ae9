import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Configuration } from '@plant-ledger/configuration';
import { openEventStore, StoreRequestError, type EventStore } from '@plant-ledger/event-store';
import { ndjsonLayout, recordStream, type StreamReport } from '@plant-ledger/intake';
import {
  createCommandGateway,
  lastRecorded,
  ledgerClock,
  openLedger,
  readRights,
  recordingClock,
  recordingMode,
  type RecordingOptions,
} from '@plant-ledger/ledger';
import { Failure } from '../failure.js';

type StoreSettings = Pick<Configuration, 'eventStore' | 'streamPrefix' | 'timeZone' | 'clock' | 'earliest'>;

/**
 * Records events as the service does, directly into the configured store. A dry run opens the store for reading only.
 * @throws Failure when a running service writes the log; StoreUnavailableError: repeating it is safe.
 */
export async function* intoStore(
  lines: AsyncIterable<Buffer>,
  settings: StoreSettings,
  options: RecordingOptions,
): AsyncGenerator<StreamReport[]> {
  const { dryRun } = options;
  const { store, close } = dryRun ? await openForLooking(settings) : await openForWriting(settings);
  try {
    const recordedAt = recordingClock(await lastRecorded(store));
    if (!dryRun) await openLedger(store, settings.timeZone, recordedAt());
    const gateway = createCommandGateway(store, recordedAt);
    await gateway.readLog();
    const clock = ledgerClock(settings.clock);
    const { rights } = await readRights(store);
    const by = rights.isClosed ? 'cli' : undefined;
    yield* recordStream(lines, ndjsonLayout(), {
      context: () => ({ now: clock.now(), earliest: settings.earliest, by }),
      record: (incoming) => gateway.recordMany(incoming, recordingMode(options), lines),
    });
    if (!dryRun) await gateway.healed();
  } finally {
    await close();
  }
}

interface Opened {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

async function openForWriting({ eventStore, streamPrefix }: StoreSettings): Promise<Opened> {
  try {
    const store = await openEventStore(eventStore, { prefix: streamPrefix });
    return { store, close: () => store.close() };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LogAlreadyWrittenError') throw error;
    const fact = error.message.replace(/:[^:]*$/, '');
    throw new Failure(
      `${fact}, most likely the running service: send the file to that with --server http://127.0.0.1:3000 (its address), or stop it first.`,
    );
  }
}

async function openForLooking({ eventStore, streamPrefix }: StoreSettings): Promise<Opened> {
  try {
    const store = await openEventStore(eventStore, { prefix: streamPrefix, readOnly: true });
    return { store, close: () => store.close() };
  } catch (error) {
    if (!(error instanceof StoreRequestError) || !error.message.startsWith('There is no event log')) throw error;
  }
  // There is no log yet: check against a temporary, empty one.
  const folder = await mkdtemp(path.join(tmpdir(), 'ledger-dry-run-'));
  const store = await openEventStore(`sqlite:${path.join(folder, 'log.db')}`);
  const close = async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { store, close };
}
