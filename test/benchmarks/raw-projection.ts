import { hash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { rawSetup, type RawMetadata } from './raw-setup.js';
import { rawSource } from './raw-source.js';
import { rawStatements } from './raw-statements.js';

/** Shanghai, where the load's plant and site are: eight hours before UTC all year. */
const OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;
/** Transfers on a page of the journal. */
const PAGE = 16_384;

interface Unit {
  readonly plant: string;
  readonly line: string;
  readonly model: string;
  readonly producedAt: number;
  readonly facts: unknown[];
  deliveredAt: number | null;
  latest: number;
  position: number;
}

type Counts = [produced: number, delivered: number];
type Stored = [position: number, stream: string, revision: number, type: string, data: string, metadata: string];

/**
 * A projection written by hand for this one log: vehicles produced and delivered, in one plant and one model, told in order
 * by one source. It writes the same rows of the same tables as the read model's, in batches, with prepared statements.
 * Returns how many events it read.
 */
export function projectRaw(log: string, readModel: string, batch: number): number {
  const source = new DatabaseSync(log, { readOnly: true });
  const page = source.prepare(
    'SELECT position, stream, revision, type, data, metadata FROM event WHERE position > ? ORDER BY position LIMIT ?',
  );
  page.setReturnArrays(true);
  const target = new DatabaseSync(readModel);
  target.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY`);
  const write = rawStatements(target);
  const setup = rawSetup(target);
  const sources = { setup: rawSource(target), load: rawSource(target) };
  const units = new Map<string, Unit>();
  const dates = new Map<number, string>();
  const dateOf = (instant: number): string => {
    const day = Math.floor((instant + OFFSET) / DAY);
    let date = dates.get(day);
    if (date === undefined) dates.set(day, (date = new Date(day * DAY).toISOString().slice(0, 10)));
    return date;
  };

  let after = 0;
  let read = 0;
  let recordedUntil = 0;
  let [link, former] = ['0'.repeat(64), '0'.repeat(64)];
  let journal = { page: 0, first: 0, transfers: 0 };
  const writePage = (days: ReadonlyMap<string, Counts>): void => {
    if (journal.transfers === 0) return;
    const { page, first, transfers } = journal;
    write.journalPage.run(page, first, transfers);
    for (const [date, [produced, delivered]] of days) write.pageTotal.run(page, date, produced, delivered);
    const { stock, delivered } = stockOf(days);
    if (days.size > 0) write.pageStock.run(page, 'stock', stock);
    if (delivered > 0) write.pageStock.run(page, 'delivered', delivered);
  };

  for (;;) {
    const rows = page.all(after, batch) as unknown as Stored[];
    if (rows.length === 0) break;
    write.begin.run();
    const touched = new Set<string>();
    let days = new Map<string, Counts>();
    const closed: Map<string, Counts>[] = [];
    for (const [position, stream, revision, type, dataText, metadataText] of rows) {
      after = position;
      read += 1;
      former = link;
      link = hash('sha256', `${link}\n["${stream}",${revision},"${type}"]\n${dataText}\n${metadataText}`);
      const metadata = JSON.parse(metadataText) as RawMetadata;
      const recordedAt = Date.parse(metadata.recordedAt);
      if (recordedAt > recordedUntil) recordedUntil = recordedAt;
      const occurredAt = Date.parse(metadata.occurredAt);
      if (type !== 'UnitProduced' && type !== 'UnitDelivered') {
        if (setup(position, type, dataText, metadata)) sources.setup.heard(metadata, position, occurredAt, recordedAt);
        continue;
      }
      sources.load.heard(metadata, position, occurredAt, recordedAt);
      const data = JSON.parse(dataText) as { vin: string; plant: string; line: string; model: string; site: string };
      const { eventId } = metadata;
      const { vin } = data;
      const date = dateOf(occurredAt);
      if (journal.transfers === 0) journal.first = position;
      else if (journal.transfers === PAGE) {
        writePage(days);
        closed.push(days);
        days = new Map();
        journal = { page: journal.page + 1, first: position, transfers: 0 };
      }
      journal.transfers += 1;
      let counts = days.get(date);
      if (!counts) days.set(date, (counts = [0, 0]));
      touched.add(vin);
      if (type === 'UnitProduced') {
        const { plant, line, model } = data;
        const fact = [0, eventId, occurredAt, 0, 0, 1, null, plant, line, model, null];
        units.set(vin, {
          plant,
          line,
          model,
          producedAt: occurredAt,
          facts: [fact],
          deliveredAt: null,
          latest: occurredAt,
          position,
        });
        counts[0] += 1;
        write.transfer.run(
          position,
          0,
          eventId,
          eventId,
          vin,
          'produced',
          1,
          'source',
          'stock',
          plant,
          model,
          null,
          occurredAt,
          date.slice(0, 7),
          date,
          recordedAt,
        );
      } else {
        const unit = units.get(vin);
        if (!unit) throw new Error(`${vin} was not produced`);
        unit.facts.push([5, eventId, occurredAt, 0, 1, 4, data.site]);
        unit.deliveredAt = occurredAt;
        unit.latest = Math.max(unit.latest, occurredAt);
        unit.position = position;
        counts[1] += 1;
        write.transfer.run(
          position,
          0,
          eventId,
          eventId,
          vin,
          'delivered',
          1,
          'stock',
          'delivered',
          unit.plant,
          unit.model,
          data.site,
          occurredAt,
          date.slice(0, 7),
          date,
          recordedAt,
        );
      }
    }
    for (const vin of touched) {
      const unit = units.get(vin);
      if (!unit) continue;
      const { plant, line, model, producedAt, deliveredAt, latest, position, facts } = unit;
      const delivered = deliveredAt !== null;
      const folded = JSON.stringify([delivered ? 4 : 1, -1, latest, facts]);
      const account = delivered ? 'delivered' : 'stock';
      write.unit.run(vin, account, plant, line, model, null, producedAt, deliveredAt, position, folded);
    }
    writePage(days);
    for (const page of closed) addTo(days, page);
    const months = new Map<string, Counts>();
    for (const [date, [produced, delivered]] of days) {
      write.daily.run(date, produced, delivered);
      const month = months.get(date.slice(0, 7)) ?? [0, 0];
      months.set(date.slice(0, 7), [month[0] + produced, month[1] + delivered]);
    }
    for (const [month, [produced, delivered]] of months) write.monthly.run(month, produced, delivered);
    const { stock, delivered } = stockOf(days);
    if (days.size > 0) write.stock.run('stock', stock);
    if (delivered > 0) write.stock.run('delivered', delivered);
    sources.setup.write();
    sources.load.write();
    const last = rows.at(-1);
    write.checkpoint.run(after, after, recordedUntil, link, former, last?.[1] ?? null, last?.[2] ?? null);
    write.commit.run();
  }
  target.close();
  source.close();
  return read;
}

function stockOf(days: ReadonlyMap<string, Counts>): { readonly stock: number; readonly delivered: number } {
  let [stock, gone] = [0, 0];
  for (const [produced, delivered] of days.values()) {
    stock += produced - delivered;
    gone += delivered;
  }
  return { stock, delivered: gone };
}

function addTo(days: Map<string, Counts>, more: ReadonlyMap<string, Counts>): void {
  for (const [date, [produced, delivered]] of more) {
    const counts = days.get(date);
    if (!counts) days.set(date, [produced, delivered]);
    else {
      counts[0] += produced;
      counts[1] += delivered;
    }
  }
}
