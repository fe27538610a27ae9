import { DatabaseSync } from 'node:sqlite';

/** Events in one transaction, as the projector takes them. */
const BATCH = 2_000;
/** Shanghai, where the load's plant and site are: eight hours before UTC all year. */
const OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;

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

/**
 * A projection written by hand for this one log: vehicles produced and delivered, in one plant and one model. It writes the
 * same rows of the same tables as the read model's, in batches, with prepared statements. Returns how many events it read.
 */
export function projectRaw(log: string, readModel: string): number {
  const source = new DatabaseSync(log, { readOnly: true });
  const page = source.prepare(
    'SELECT position, type, data, metadata FROM event WHERE position > ? ORDER BY position LIMIT ?',
  );
  page.setReturnArrays(true);
  const target = new DatabaseSync(readModel);
  target.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY`);
  const write = statements(target);
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
  for (;;) {
    const rows = page.all(after, BATCH) as unknown as [number, string, string, string][];
    if (rows.length === 0) break;
    write.begin.run();
    const touched = new Set<string>();
    const days = new Map<string, Counts>();
    for (const [position, type, dataText, metadataText] of rows) {
      after = position;
      read += 1;
      if (type !== 'UnitProduced' && type !== 'UnitDelivered') continue;
      const data = JSON.parse(dataText) as { vin: string; plant: string; line: string; model: string; site: string };
      const metadata = JSON.parse(metadataText) as { eventId: string; occurredAt: string; recordedAt: string };
      const { eventId } = metadata;
      const { vin } = data;
      const occurredAt = Date.parse(metadata.occurredAt);
      const recordedAt = Date.parse(metadata.recordedAt);
      const date = dateOf(occurredAt);
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
      write.unit.run(
        vin,
        delivered ? 'delivered' : 'stock',
        plant,
        line,
        model,
        null,
        producedAt,
        deliveredAt,
        position,
        folded,
      );
    }
    const months = new Map<string, Counts>();
    const stock: Counts = [0, 0];
    for (const [date, [produced, delivered]] of days) {
      write.daily.run(date, 'load-1', 'SU7', produced, delivered);
      const month = months.get(date.slice(0, 7)) ?? [0, 0];
      months.set(date.slice(0, 7), [month[0] + produced, month[1] + delivered]);
      stock[0] += produced - delivered;
      stock[1] += delivered;
    }
    for (const [month, [produced, delivered]] of months) write.monthly.run(month, 'load-1', 'SU7', produced, delivered);
    if (days.size > 0) write.stock.run('load-1', 'SU7', 'stock', stock[0]);
    if (stock[1] > 0) write.stock.run('load-1', 'SU7', 'delivered', stock[1]);
    write.checkpoint.run(after, after);
    write.commit.run();
  }
  target.close();
  source.close();
  return read;
}

function statements(database: DatabaseSync) {
  const counts = (name: string, key: string) => `
    INSERT INTO ${name} (${key}, plant, model, produced, delivered, returned, scrapped) VALUES (?, ?, ?, ?, ?, 0, 0)
    ON CONFLICT (${key}, plant, model) DO UPDATE SET
      produced = ${name}.produced + excluded.produced, delivered = ${name}.delivered + excluded.delivered`;
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    transfer: database.prepare(`
      INSERT INTO transfer (position, sequence, event_id, cause, vin, kind, amount, debit, credit, plant, model, site,
        occurred_at, month, date, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    unit: database.prepare(`
      INSERT INTO unit (vin, account, plant, line, model, variant, produced_at, delivered_at, position, folded)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (vin) DO UPDATE SET
        account = excluded.account, delivered_at = excluded.delivered_at, position = excluded.position,
        folded = excluded.folded`),
    daily: database.prepare(counts('daily_total', 'date')),
    monthly: database.prepare(counts('monthly_total', 'month')),
    stock: database.prepare(`
      INSERT INTO stock (plant, model, account, units) VALUES (?, ?, ?, ?)
      ON CONFLICT (plant, model, account) DO UPDATE SET units = stock.units + excluded.units`),
    checkpoint: database.prepare('UPDATE checkpoint SET position = ?, through = ? WHERE id = 1'),
  };
}
