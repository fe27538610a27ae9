import type { HaltPoint } from '../support/halt.js';

/** Where a process is killed, and what it has done by then. */
export interface KillPoint extends HaltPoint {
  readonly what: string;
}

// Statements that are the same on both databases.
const CLAIM = '^UPDATE checkpoint SET epoch = ';
const MOVE = '^UPDATE checkpoint SET (?!epoch = )';
const ROWS = '^INSERT INTO transfer ';
const TABLES = 'CREATE TABLE IF NOT EXISTS transfer ';
const DROP_INDEXES = '^DROP INDEX ';
const INDEX = '^CREATE INDEX IF NOT EXISTS ';
const STATE = '^UPDATE generation SET state = ';
const FORGET = '^DELETE FROM generation ';
const COMMIT = '^COMMIT';

/** `committed`: the batches that the killed process has written for good. */
export type BatchPoint = KillPoint & { readonly committed: number };

/** In the order of a projector's work, each after the start of a new one, which goes on where the killed one was. */
export const BATCH_POINTS: readonly BatchPoint[] = [
  { what: 'the rows are claimed', when: 'after', sql: CLAIM, committed: 0 },
  { what: 'the first batch has begun', when: 'before', sql: MOVE, committed: 0 },
  { what: 'the checkpoint has moved, its rows are not there', when: 'after', sql: MOVE, nth: 2, committed: 1 },
  { what: 'some rows are written', when: 'after', sql: MOVE, nth: 4, within: ROWS, committed: 3 },
  { what: 'all is written but the commit', when: 'before', sql: MOVE, nth: 9, within: COMMIT, committed: 8 },
  { what: 'the commit is done, nobody knows', when: 'after', sql: MOVE, nth: 9, within: COMMIT, committed: 9 },
];

/** Of a rebuild. Its tables are made in one transaction, which may not be over at the first. */
export const REBUILD_POINTS: readonly BatchPoint[] = [
  { what: 'all tables are made', when: 'after', sql: TABLES, committed: 0 },
  { what: 'the indexes are about to go', when: 'before', sql: DROP_INDEXES, within: COMMIT, committed: 0 },
  ...BATCH_POINTS,
];

/** Of a rebuild whose rows are all there. */
export const SWITCH_POINTS: readonly (KillPoint & { readonly isSwitched: boolean })[] = [
  { what: 'both are compared', when: 'before', sql: CLAIM, nth: 2, isSwitched: false },
  { what: 'the live one is claimed', when: 'after', sql: CLAIM, nth: 2, isSwitched: false },
  { what: 'both are claimed', when: 'after', sql: CLAIM, nth: 3, isSwitched: false },
  { what: 'the switch has begun', when: 'before', sql: STATE, isSwitched: false },
  { what: 'none is live', when: 'after', sql: STATE, isSwitched: false },
  { what: 'all but the commit', when: 'before', sql: STATE, nth: 2, within: COMMIT, isSwitched: false },
  { what: 'the commit is done', when: 'after', sql: STATE, nth: 2, within: COMMIT, isSwitched: true },
  { what: 'the one before the former is about to go', when: 'before', sql: FORGET, isSwitched: true },
];

/** Of a rebuild that makes its indexes. */
export const INDEX_POINTS: readonly KillPoint[] = [
  { what: 'none is made', when: 'before', sql: INDEX },
  { what: 'the first is made, not committed', when: 'after', sql: INDEX },
  { what: 'the second is about to be committed', when: 'before', sql: INDEX, nth: 2, within: COMMIT },
  { what: 'the second is committed', when: 'after', sql: INDEX, nth: 2, within: COMMIT },
  { what: 'the fifth is about to be made', when: 'before', sql: INDEX, nth: 5 },
  { what: 'the ninth is committed', when: 'after', sql: INDEX, nth: 9, within: COMMIT },
];
