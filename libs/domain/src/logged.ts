import { categoryOf, EVENT_SCHEMAS, isEventType, type Category, type SourceData, type TypeAbout } from './catalog.js';
import type { AccessData } from './access/access.events.js';
import type { LedgerOpened } from './ledger/ledger.events.js';
import type { LoggedClosing, MonthFigures } from './month/month.events.js';
import type { EventDiscarded, EventQuarantined, EventResolved, EventRetried } from './quarantine/quarantine.events.js';
import type { UnitFactParked, UnitParkedFactSettled } from './unit/unit.parked.events.js';

/** The data of each event that only the ledger writes. */
export interface LedgerData extends AccessData {
  readonly LedgerOpened: LedgerOpened;
  readonly UnitFactParked: UnitFactParked;
  readonly UnitParkedFactSettled: UnitParkedFactSettled;
  readonly MonthFigures: MonthFigures;
  readonly EventQuarantined: EventQuarantined;
  readonly EventRetried: EventRetried;
  readonly EventResolved: EventResolved;
  readonly EventDiscarded: EventDiscarded;
}

/**
 * The data of each event in the log: as sent, except that the ledger adds figures to a closing; and what it writes
 * itself.
 */
export type LoggedData = Omit<SourceData, 'MonthClosed'> & { readonly MonthClosed: LoggedClosing } & LedgerData;
export type LoggedType = keyof LoggedData;

export type StreamKind = Category | 'ledger' | 'quarantine';

/** The kind of stream of each event that only the ledger writes. */
const LEDGER_EVENT_KINDS = {
  LedgerOpened: 'ledger',
  AccessGranted: 'ledger',
  AccessRevoked: 'ledger',
  KeyIssued: 'ledger',
  KeyRevoked: 'ledger',
  UnitFactParked: 'unit',
  UnitParkedFactSettled: 'unit',
  MonthFigures: 'month',
  EventQuarantined: 'quarantine',
  EventRetried: 'quarantine',
  EventResolved: 'quarantine',
  EventDiscarded: 'quarantine',
} as const satisfies Readonly<Record<keyof LedgerData, StreamKind>>;

type KindsByType = { readonly [Of in Category as TypeAbout<Of>]: Of } & typeof LEDGER_EVENT_KINDS;

/** The types of the events that streams of a kind hold. */
export type TypeIn<Kind extends StreamKind> = {
  [Type in LoggedType]: KindsByType[Type] extends Kind ? Type : never;
}[LoggedType];

/** The kind of stream by type, including events that only the ledger writes. */
export const STREAM_KINDS: ReadonlyMap<string, StreamKind> = new Map<string, StreamKind>([
  ...Object.keys(EVENT_SCHEMAS)
    .filter(isEventType)
    .map((type) => [type, categoryOf(type)] as const),
  ...Object.entries(LEDGER_EVENT_KINDS),
]);
