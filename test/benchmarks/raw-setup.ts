import type { DatabaseSync } from 'node:sqlite';

export interface RawMetadata {
  readonly eventId: string;
  readonly source: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly sequence?: string;
}

type Data = Readonly<Record<string, string | number | null>>;

/** Writes the rows of the few events that open the ledger and its places; false for the ledger's own, which no source sent. */
export function rawSetup(database: DatabaseSync) {
  return (position: number, type: string, dataText: string, { eventId, occurredAt: time }: RawMetadata): boolean => {
    const data = JSON.parse(dataText) as Data;
    const { plant = null, line = null, site = null, timeZone = null } = data;
    const occurredAt = Date.parse(time);
    const insert = (table: string, row: Data): void => {
      const columns = Object.keys(row);
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
      database.prepare(sql).run(...Object.values(row));
    };
    const version = { event_id: eventId, from_position: position };
    switch (type) {
      case 'LedgerOpened':
        database
          .prepare('UPDATE checkpoint SET ledger_id = ?, time_zone = ? WHERE id = 1')
          .run(data.ledgerId ?? null, timeZone);
        return false;
      case 'PlantRegistered': {
        const { name = null, vinCheckDigit = null } = data;
        insert('plant', { plant, name, time_zone: timeZone, vin_check_digit: vinCheckDigit, position });
        return true;
      }
      case 'LineCommissioned': {
        const rate = { units_per_hour: data.unitsPerHour ?? null };
        const fact = { event_id: eventId, plant, line, position, type, occurred_at: occurredAt, ...rate };
        insert('line', { ...version, plant, line, commissioned_at: occurredAt });
        insert('line_fact', { ...fact, unnamed: 0, voided: 0 });
        insert('line_rate', { ...version, plant, line, position, effective_at: occurredAt, ...rate });
        return true;
      }
      case 'SiteOpened': {
        const { kind = null, city = null, country = null } = data;
        insert('site', { site, time_zone: timeZone, position });
        insert('site_opening', { ...version, position, site, kind, city, country, opened_at: occurredAt });
        return true;
      }
      default:
        throw new Error(`there is no ${type} in this log`);
    }
  };
}
