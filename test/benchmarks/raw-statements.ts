import type { DatabaseSync } from 'node:sqlite';

/** The statements of the projection written by hand; plant and model are the load's own. */
export function rawStatements(database: DatabaseSync) {
  const counts = (name: string, ...keys: string[]) =>
    database.prepare(`
      INSERT INTO ${name} (${keys.join(', ')}, plant, model, produced, delivered, returned, scrapped)
      VALUES (${keys.map(() => '?').join(', ')}, 'load-1', 'SU7', ?, ?, 0, 0)
      ON CONFLICT (${keys.join(', ')}, plant, model) DO UPDATE SET
        produced = ${name}.produced + excluded.produced, delivered = ${name}.delivered + excluded.delivered`);
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
    daily: counts('daily_total', 'date'),
    monthly: counts('monthly_total', 'month'),
    pageTotal: counts('page_total', 'page', 'date'),
    stock: database.prepare(`
      INSERT INTO stock (plant, model, account, units) VALUES ('load-1', 'SU7', ?, ?)
      ON CONFLICT (plant, model, account) DO UPDATE SET units = stock.units + excluded.units`),
    pageStock: database.prepare(`
      INSERT INTO page_stock (page, plant, model, account, units) VALUES (?, 'load-1', 'SU7', ?, ?)
      ON CONFLICT (page, plant, model, account) DO UPDATE SET units = page_stock.units + excluded.units`),
    journalPage: database.prepare(`
      INSERT INTO journal_page (page, first_position, transfers) VALUES (?, ?, ?)
      ON CONFLICT (page) DO UPDATE SET transfers = excluded.transfers`),
    checkpoint: database.prepare(`
      UPDATE checkpoint SET position = ?, through = ?, recorded_at = ?, chain = ?, former_chain = ?, last_stream = ?,
        last_revision = ? WHERE id = 1`),
  };
}
