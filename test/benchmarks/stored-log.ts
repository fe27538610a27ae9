import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { contentHash, eventIdOf, toStored, type EventType, type SourceEvent } from '@plant-ledger/domain';
import { openEventStore } from '@plant-ledger/event-store';
import { AGGREGATES, CommandExecutor, openLedger } from '@plant-ledger/ledger';
import { stated } from '../../libs/domain/src/testing/facts.js';
import { loadEvents, loadSetup, type CloudEvent } from '../../apps/simulator/src/index.js';

export interface StoredLogOptions {
  readonly units: number;
  /** Vehicles come off the line in no order of their numbers. Default false. */
  readonly shuffled?: boolean | undefined;
}

/** Events in one transaction. */
const BATCH = 10_000;
/** The longest that an event of the load is told after it occurred, in milliseconds. */
const LATEST = 20 * 60_000;
const OPENED = Date.UTC(2023, 11, 1);

/**
 * Writes a log of vehicles produced and handed over into a folder: byte for byte what the service writes, but straight into
 * the file, so that millions of events take no hour. Returns the file and how many events it holds.
 */
export async function storedLog(
  folder: string,
  options: StoredLogOptions,
): Promise<{ readonly file: string; readonly events: number }> {
  const file = join(folder, `log-${options.units}${options.shuffled ? '-shuffled' : ''}.db`);
  const store = await openEventStore(`sqlite:${file}`);
  await openLedger(store, 'UTC', OPENED);
  const executor = new CommandExecutor(store, AGGREGATES, { recordedAt: () => OPENED, remembered: 10 });
  await executor.recordAll(loadSetup().map(sourceEvent));
  const opening = Number(await store.head());
  await store.close();
  return { file, events: insertLoad(file, opening, options) };
}

function insertLoad(file: string, last: number, { units, shuffled }: StoredLogOptions): number {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN');
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
  const vinFor = shuffled ? shuffling(units) : (vin: string) => vin;
  let position = last;
  for (const event of loadEvents({ units, deliver: true })) {
    position += 1;
    const vin = vinFor(String(event.data.vin));
    const { id, type, data, metadata } = toStored(
      asSent({ ...event, id: `${vin}-${event.type}`, data: { ...event.data, vin } }),
      Date.parse(event.time) + ((position * 7_919) % LATEST),
    );
    const revision = type === 'UnitProduced' ? 0 : 1;
    insert.run(position, `unit-${vin}`, revision, id, type, JSON.stringify(data), JSON.stringify(metadata));
    if (position % BATCH === 0) database.exec('COMMIT; BEGIN');
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return position;
}

/** Gives each vehicle another's number, each number once. */
function shuffling(units: number): (vin: string) => string {
  const vins: string[] = [];
  for (const { data } of loadEvents({ units })) vins.push(String(data.vin));
  const others = vins.slice();
  let random = 1;
  for (let index = units - 1; index > 0; index -= 1) {
    random = (random * 48_271) % 2_147_483_647;
    const other = random % (index + 1);
    [others[index], others[other]] = [others[other] ?? '', others[index] ?? ''];
  }
  const given = new Map(vins.map((vin, index) => [vin, others[index] ?? vin]));
  return (vin) => given.get(vin) ?? vin;
}

/** An event of the load as the intake hands it on. */
function sourceEvent({ type, source, id, time, data, sequence }: CloudEvent): SourceEvent {
  return stated(type as EventType, data, { source, id, occurredAt: Date.parse(time), sequence });
}

/** The same to be written, for which its data need not be checked: of millions that takes long. */
function asSent({ type, source, id, time, data, sequence }: CloudEvent) {
  const occurredAt = Date.parse(time);
  const eventId = eventIdOf(source, id);
  const hash = contentHash(type, occurredAt, data);
  return { type, source, id, occurredAt, data, eventId, hash, sequence };
}
