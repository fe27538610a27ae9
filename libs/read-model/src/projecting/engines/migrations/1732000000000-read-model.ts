import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES: Readonly<Record<string, string>> = {
  checkpoint: `
    id integer PRIMARY KEY NOT NULL, ledger_id text, time_zone text NOT NULL, code_version integer NOT NULL,
    position bigint NOT NULL, through bigint NOT NULL, recorded_at bigint, chain text NOT NULL,
    former_chain text NOT NULL, last_stream text, last_revision integer, epoch integer NOT NULL`,
  transfer: `
    position bigint NOT NULL, sequence integer NOT NULL, event_id text NOT NULL, cause text NOT NULL,
    vin text NOT NULL, kind text NOT NULL, amount integer NOT NULL, debit text NOT NULL,
    credit text NOT NULL, plant text NOT NULL, model text NOT NULL, site text,
    occurred_at bigint NOT NULL, month text NOT NULL, date text NOT NULL, recorded_at bigint NOT NULL,
    PRIMARY KEY (position, sequence)`,
  unit: `
    vin text PRIMARY KEY NOT NULL, account text NOT NULL, plant text, line text,
    model text, variant text, produced_at bigint, delivered_at bigint,
    position bigint NOT NULL, folded text NOT NULL`,
  monthly_total: `
    month text NOT NULL, plant text NOT NULL, model text NOT NULL, produced integer NOT NULL,
    delivered integer NOT NULL, returned integer NOT NULL, scrapped integer NOT NULL,
    PRIMARY KEY (month, plant, model)`,
  daily_total: `
    date text NOT NULL, plant text NOT NULL, model text NOT NULL, produced integer NOT NULL,
    delivered integer NOT NULL, returned integer NOT NULL, scrapped integer NOT NULL,
    PRIMARY KEY (date, plant, model)`,
  stock: `
    plant text NOT NULL, model text NOT NULL, account text NOT NULL, units integer NOT NULL,
    PRIMARY KEY (plant, model, account)`,
  journal_page: `
    page integer PRIMARY KEY NOT NULL, first_position bigint NOT NULL, transfers integer NOT NULL`,
  page_total: `
    page integer NOT NULL, date text NOT NULL, plant text NOT NULL, model text NOT NULL, produced integer NOT NULL,
    delivered integer NOT NULL, returned integer NOT NULL, scrapped integer NOT NULL,
    PRIMARY KEY (page, date, plant, model)`,
  page_stock: `
    page integer NOT NULL, plant text NOT NULL, model text NOT NULL, account text NOT NULL, units integer NOT NULL,
    PRIMARY KEY (page, plant, model, account)`,
  plant: `
    plant text PRIMARY KEY NOT NULL, name text NOT NULL, time_zone text NOT NULL, vin_check_digit text NOT NULL,
    position bigint NOT NULL`,
  plant_capacity: `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, plant text NOT NULL, units_per_month integer NOT NULL,
    effective_from text NOT NULL, note text, occurred_at bigint NOT NULL, recorded_at bigint NOT NULL`,
  line: `
    event_id text NOT NULL, from_position bigint NOT NULL, to_position bigint, plant text NOT NULL,
    line text NOT NULL, commissioned_at bigint NOT NULL,
    PRIMARY KEY (event_id, from_position)`,
  line_fact: `
    event_id text PRIMARY KEY NOT NULL, plant text NOT NULL, line text NOT NULL, position bigint NOT NULL,
    type text NOT NULL, occurred_at bigint NOT NULL, units_per_hour double precision, halt text,
    unnamed boolean NOT NULL, reason text, planned boolean, expected_minutes double precision,
    voided boolean NOT NULL`,
  halt: `
    event_id text NOT NULL, from_position bigint NOT NULL, to_position bigint, plant text NOT NULL,
    line text NOT NULL, halt text NOT NULL, started_at bigint NOT NULL, ended_at bigint,
    ended_by text, reason text NOT NULL, planned boolean NOT NULL, expected_minutes double precision,
    PRIMARY KEY (event_id, from_position)`,
  line_rate: `
    event_id text NOT NULL, from_position bigint NOT NULL, to_position bigint, plant text NOT NULL,
    line text NOT NULL, position bigint NOT NULL, effective_at bigint NOT NULL, units_per_hour double precision NOT NULL,
    PRIMARY KEY (event_id, from_position)`,
  target_revision: `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, metric text NOT NULL, month text NOT NULL,
    plant text, model text, target integer NOT NULL, reason text,
    occurred_at bigint NOT NULL, recorded_at bigint NOT NULL`,
  milestone: `
    milestone text PRIMARY KEY NOT NULL, title text NOT NULL, metric text NOT NULL, plant text,
    model text, target integer NOT NULL, due text NOT NULL, withdrawn boolean NOT NULL,
    value integer NOT NULL, reached boolean NOT NULL, reached_target integer`,
  milestone_reached: `
    milestone text NOT NULL, position bigint NOT NULL, target integer NOT NULL, event_id text NOT NULL,
    occurred_at bigint NOT NULL, recorded_at bigint NOT NULL,
    PRIMARY KEY (milestone, position)`,
  milestone_revision: `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, milestone text NOT NULL, type text NOT NULL,
    target integer NOT NULL, due text NOT NULL, reason text, occurred_at bigint NOT NULL,
    recorded_at bigint NOT NULL`,
  site: `
    site text PRIMARY KEY NOT NULL, time_zone text, position bigint NOT NULL`,
  site_opening: `
    event_id text NOT NULL, from_position bigint NOT NULL, to_position bigint, position bigint NOT NULL,
    site text NOT NULL, name text, kind text NOT NULL, city text NOT NULL, country text,
    opened_at bigint NOT NULL, closed_at bigint, closed_by text,
    PRIMARY KEY (event_id, from_position)`,
  month_closing: `
    position bigint PRIMARY KEY NOT NULL, event_id text NOT NULL, month text NOT NULL, closed boolean NOT NULL,
    reason text, actor text, published_position bigint, chain text, rules integer, figures text,
    occurred_at bigint NOT NULL, recorded_at bigint NOT NULL`,
  published_total: `
    figures text NOT NULL, plant text NOT NULL, model text NOT NULL, month text NOT NULL,
    produced integer NOT NULL, delivered integer NOT NULL, returned integer NOT NULL, scrapped integer NOT NULL,
    PRIMARY KEY (figures, plant, model)`,
  published_downtime: `
    figures text NOT NULL, plant text NOT NULL, line text NOT NULL, month text NOT NULL,
    minutes double precision NOT NULL, planned_minutes double precision NOT NULL, halts integer NOT NULL,
    lost_units_estimate double precision NOT NULL,
    PRIMARY KEY (figures, plant, line)`,
  quarantine_entry: `
    event_id text PRIMARY KEY NOT NULL, state text NOT NULL, code text NOT NULL, detail text NOT NULL,
    errors text, outcome text, source text NOT NULL, type text NOT NULL,
    event text NOT NULL, first_seen_position bigint NOT NULL, first_seen_at bigint NOT NULL, changed_position bigint NOT NULL,
    changed_at bigint NOT NULL`,
  event_source: `
    source text PRIMARY KEY NOT NULL, first_heard_at bigint NOT NULL, last_heard_at bigint NOT NULL,
    last_occurred_at bigint, accepted integer NOT NULL, quarantined integer NOT NULL, rejected integer NOT NULL,
    differing integer NOT NULL, lateness text NOT NULL, most_late bigint, sequences text NOT NULL, gaps_truncated boolean NOT NULL,
    position bigint NOT NULL`,
};

const INDEXES = [
  'transfer_by_vin ON transfer (vin)',
  'transfer_by_month ON transfer (month, plant, model, kind, position, amount)',
  'transfer_by_occurrence ON transfer (occurred_at)',
  "transfer_of_hold ON transfer (occurred_at) WHERE debit = 'hold' OR credit = 'hold'",
  'journal_page_by_first_position ON journal_page (first_position)',
  'line_fact_by_line ON line_fact (plant, line, position)',
  'line_fact_by_occurrence ON line_fact (occurred_at)',
  'halt_by_line ON halt (plant, line)',
  'line_rate_by_line ON line_rate (plant, line)',
  'target_revision_by_month ON target_revision (month)',
  'target_revision_by_occurrence ON target_revision (occurred_at)',
  'milestone_revision_by_milestone ON milestone_revision (milestone, position)',
  'site_opening_by_site ON site_opening (site)',
  'month_closing_by_month ON month_closing (month, position)',
  'quarantine_entry_by_state ON quarantine_entry (state, first_seen_position)',
];

/** The tables of the first read model. */
export class ReadModel1732000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type === 'better-sqlite3';
    for (const [name, columns] of Object.entries(TABLES))
      await runner.query(
        sqlite
          ? // Kept in the order of its key.
            `CREATE TABLE ${name} (${columns}) WITHOUT ROWID`
          : // Text in the order of its bytes, as SQLite has it, whatever the database's language.
            `CREATE TABLE ${name} (${columns.replaceAll(/ text\b/g, ' text COLLATE "C"')})`,
      );
    for (const index of INDEXES) await runner.query(`CREATE INDEX ${index}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES).toReversed()) await runner.query(`DROP TABLE ${name}`);
  }
}
