import type { MigrationInterface, QueryRunner } from 'typeorm';

type Sql = string | ((suffix: string) => string);

/** `WITHOUT ROWID` keeps a SQLite table in the order of its key, which PostgreSQL neither needs nor knows. */
const table =
  (name: string, columns: string): Sql =>
  (suffix) =>
    `CREATE TABLE ${name} (${columns})${suffix}`;

const TABLES: readonly Sql[] = [
  table(
    'checkpoint',
    `
    id integer PRIMARY KEY NOT NULL, ledger_id text, time_zone text NOT NULL, code_version integer NOT NULL,
    position bigint NOT NULL, through bigint NOT NULL, recorded_at bigint`,
  ),
  table(
    'transfer',
    `
    position bigint NOT NULL, sequence integer NOT NULL, event_id text NOT NULL, cause text NOT NULL,
    vin text NOT NULL, kind text NOT NULL, amount integer NOT NULL, debit text NOT NULL,
    credit text NOT NULL, plant text NOT NULL, model text NOT NULL, site text,
    occurred_at bigint NOT NULL, month text NOT NULL, date text NOT NULL, recorded_at bigint NOT NULL,
    PRIMARY KEY (position, sequence)`,
  ),
  'CREATE INDEX transfer_by_vin ON transfer (vin)',
  'CREATE INDEX transfer_by_month ON transfer (month, plant, model, kind, position, amount)',
  table(
    'unit',
    `
    vin text PRIMARY KEY NOT NULL, account text NOT NULL, plant text, line text,
    model text, variant text, produced_at bigint, delivered_at bigint,
    position bigint NOT NULL, folded text NOT NULL`,
  ),
  table(
    'monthly_total',
    `
    month text NOT NULL, plant text NOT NULL, model text NOT NULL, produced integer NOT NULL,
    delivered integer NOT NULL, returned integer NOT NULL, scrapped integer NOT NULL,
    PRIMARY KEY (month, plant, model)`,
  ),
  table(
    'daily_total',
    `
    date text NOT NULL, plant text NOT NULL, model text NOT NULL, produced integer NOT NULL,
    delivered integer NOT NULL, returned integer NOT NULL, scrapped integer NOT NULL,
    PRIMARY KEY (date, plant, model)`,
  ),
  table(
    'stock',
    `
    plant text NOT NULL, model text NOT NULL, account text NOT NULL, units integer NOT NULL,
    PRIMARY KEY (plant, model, account)`,
  ),
  table(
    'plant',
    `
    plant text PRIMARY KEY NOT NULL, name text NOT NULL, time_zone text NOT NULL, vin_check_digit text NOT NULL,
    position bigint NOT NULL`,
  ),
  table(
    'plant_capacity',
    `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, plant text NOT NULL, units_per_month integer NOT NULL,
    effective_from text NOT NULL, note text, occurred_at bigint NOT NULL, recorded_at bigint NOT NULL`,
  ),
  table(
    'line',
    `
    plant text NOT NULL, line text NOT NULL, commissioned_at bigint,
    PRIMARY KEY (plant, line)`,
  ),
  table(
    'line_fact',
    `
    event_id text PRIMARY KEY NOT NULL, plant text NOT NULL, line text NOT NULL, position bigint NOT NULL,
    type text NOT NULL, occurred_at bigint NOT NULL, units_per_hour double precision, halt text,
    unnamed boolean NOT NULL, reason text, planned boolean, expected_minutes double precision,
    voided boolean NOT NULL`,
  ),
  'CREATE INDEX line_fact_by_line ON line_fact (plant, line, position)',
  table(
    'halt',
    `
    event_id text NOT NULL, from_position bigint NOT NULL, to_position bigint, plant text NOT NULL,
    line text NOT NULL, halt text NOT NULL, started_at bigint NOT NULL, ended_at bigint,
    ended_by text, reason text NOT NULL, planned boolean NOT NULL, expected_minutes double precision,
    PRIMARY KEY (event_id, from_position)`,
  ),
  'CREATE INDEX halt_by_line ON halt (plant, line)',
  table(
    'line_rate',
    `
    event_id text NOT NULL, from_position bigint NOT NULL, to_position bigint, plant text NOT NULL,
    line text NOT NULL, position bigint NOT NULL, effective_at bigint NOT NULL, units_per_hour double precision NOT NULL,
    PRIMARY KEY (event_id, from_position)`,
  ),
  'CREATE INDEX line_rate_by_line ON line_rate (plant, line)',
  table(
    'target_revision',
    `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, metric text NOT NULL, month text NOT NULL,
    plant text, model text, target integer NOT NULL, reason text,
    occurred_at bigint NOT NULL, recorded_at bigint NOT NULL`,
  ),
  'CREATE INDEX target_revision_by_month ON target_revision (month)',
  table(
    'milestone',
    `
    milestone text PRIMARY KEY NOT NULL, title text NOT NULL, metric text NOT NULL, plant text,
    model text, target integer NOT NULL, due text NOT NULL, withdrawn boolean NOT NULL,
    value integer NOT NULL, reached boolean NOT NULL, first_reached_position bigint, first_reached_event_id text,
    first_reached_occurred_at bigint, first_reached_recorded_at bigint`,
  ),
  table(
    'milestone_revision',
    `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, milestone text NOT NULL, type text NOT NULL,
    target integer NOT NULL, due text NOT NULL, reason text, occurred_at bigint NOT NULL,
    recorded_at bigint NOT NULL`,
  ),
  'CREATE INDEX milestone_revision_by_milestone ON milestone_revision (milestone, position)',
  table(
    'site',
    `
    site text PRIMARY KEY NOT NULL, time_zone text, position bigint NOT NULL`,
  ),
  table(
    'site_opening',
    `
    event_id text NOT NULL, from_position bigint NOT NULL, to_position bigint, position bigint NOT NULL,
    site text NOT NULL, kind text NOT NULL, city text NOT NULL, country text,
    opened_at bigint NOT NULL, closed_at bigint, closed_by text,
    PRIMARY KEY (event_id, from_position)`,
  ),
  'CREATE INDEX site_opening_by_site ON site_opening (site)',
  table(
    'month_closing',
    `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, month text NOT NULL, closed boolean NOT NULL,
    reason text, occurred_at bigint NOT NULL, recorded_at bigint NOT NULL`,
  ),
  'CREATE INDEX month_closing_by_month ON month_closing (month, position)',
  table(
    'quarantine_entry',
    `
    event_id text PRIMARY KEY NOT NULL, state text NOT NULL, code text NOT NULL, detail text NOT NULL,
    errors text, outcome text, source text NOT NULL, type text NOT NULL,
    event text NOT NULL, first_seen_position bigint NOT NULL, first_seen_at bigint NOT NULL, changed_position bigint NOT NULL,
    changed_at bigint NOT NULL`,
  ),
  'CREATE INDEX quarantine_entry_by_state ON quarantine_entry (state, first_seen_position)',
];

const NAMES = [
  'checkpoint',
  'transfer',
  'unit',
  'monthly_total',
  'daily_total',
  'stock',
  'plant',
  'plant_capacity',
  'line',
  'line_fact',
  'halt',
  'line_rate',
  'target_revision',
  'milestone',
  'milestone_revision',
  'site',
  'site_opening',
  'month_closing',
  'quarantine_entry',
];

/** The tables of the first read model. */
export class ReadModel1732000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const suffix = runner.connection.options.type === 'better-sqlite3' ? ' WITHOUT ROWID' : '';
    for (const sql of TABLES) await runner.query(typeof sql === 'string' ? sql : sql(suffix));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of NAMES.toReversed()) await runner.query(`DROP TABLE ${name}`);
  }
}
