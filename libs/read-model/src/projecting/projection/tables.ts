/** A value of a column as it is written; `undefined` would be refused, so it is not allowed. */
export type Value = string | number | bigint | boolean | null;
/** A row's values in the order of its table's columns. */
export type Row = readonly Value[];

/** How rows reach a table: added for ever; replacing the row of the same key; or numbers added to it. */
type Writing = 'insert' | 'replace' | 'add';

/** A table as projections write it: arrays in this order of columns, the key first. */
export interface Table {
  readonly name: string;
  readonly writing: Writing;
  /** How many of the first columns are the key. */
  readonly key: number;
  readonly columns: readonly string[];
}

function table(name: string, writing: Writing, key: number, columns: string): Table {
  return { name, writing, key, columns: columns.split(' ') };
}

const COUNTS = 'produced delivered returned scrapped';

export const TABLES = {
  transfer: table(
    'transfer',
    'insert',
    2,
    'position sequence event_id cause vin kind amount debit credit plant model site occurred_at month date recorded_at',
  ),
  unit: table('unit', 'replace', 1, 'vin account plant line model variant produced_at delivered_at position folded'),
  monthlyTotal: table('monthly_total', 'add', 3, `month plant model ${COUNTS}`),
  dailyTotal: table('daily_total', 'add', 3, `date plant model ${COUNTS}`),
  stock: table('stock', 'add', 3, 'plant model account units'),
  journalPage: table('journal_page', 'replace', 1, 'page first_position transfers'),
  pageTotal: table('page_total', 'add', 4, `page date plant model ${COUNTS}`),
  pageStock: table('page_stock', 'add', 4, 'page plant model account units'),
  plant: table('plant', 'replace', 1, 'plant name time_zone vin_check_digit position'),
  plantCapacity: table(
    'plant_capacity',
    'insert',
    1,
    'position event_id plant units_per_month effective_from note occurred_at recorded_at',
  ),
  line: table('line', 'replace', 2, 'event_id from_position to_position plant line commissioned_at'),
  lineFact: table(
    'line_fact',
    'replace',
    1,
    'event_id plant line position type occurred_at units_per_hour halt unnamed reason planned expected_minutes voided',
  ),
  halt: table(
    'halt',
    'replace',
    2,
    'event_id from_position to_position plant line halt started_at ended_at ended_by reason planned expected_minutes',
  ),
  lineRate: table(
    'line_rate',
    'replace',
    2,
    'event_id from_position to_position plant line position effective_at units_per_hour',
  ),
  targetRevision: table(
    'target_revision',
    'insert',
    1,
    'position event_id metric month plant model target reason occurred_at recorded_at',
  ),
  milestone: table(
    'milestone',
    'replace',
    1,
    'milestone title metric plant model target due withdrawn value reached reached_target',
  ),
  milestoneReached: table(
    'milestone_reached',
    'insert',
    2,
    'milestone position target event_id occurred_at recorded_at',
  ),
  milestoneRevision: table(
    'milestone_revision',
    'insert',
    1,
    'position event_id milestone type target due reason occurred_at recorded_at',
  ),
  site: table('site', 'replace', 1, 'site time_zone position'),
  siteOpening: table(
    'site_opening',
    'replace',
    2,
    'event_id from_position to_position position site name kind city country opened_at closed_at closed_by',
  ),
  monthClosing: table(
    'month_closing',
    'insert',
    1,
    'position event_id month closed reason actor published_position chain rules figures occurred_at recorded_at',
  ),
  publishedTotal: table('published_total', 'replace', 3, `figures plant model month ${COUNTS}`),
  publishedDowntime: table(
    'published_downtime',
    'replace',
    3,
    'figures plant line month minutes planned_minutes halts lost_units_estimate',
  ),
  quarantineEntry: table(
    'quarantine_entry',
    'replace',
    1,
    'event_id state code detail errors outcome source type event first_seen_position first_seen_at changed_position changed_at',
  ),
  eventSource: table(
    'event_source',
    'replace',
    1,
    'source first_heard_at last_heard_at last_occurred_at accepted quarantined rejected differing lateness most_late ' +
      'sequences gaps_truncated position',
  ),
} as const satisfies Record<string, Table>;

/** Rows for one table; of a table that replaces or adds, at most one for each key. */
export interface TableRows {
  readonly table: Table;
  readonly rows: readonly Row[];
}
