/** The name under which a source sent an event. */
export interface EventName {
  source: string;
  id: string;
}

/** A thing that was told and perhaps amended: what it is from a step on; null when it never happened. */
export interface Reported<T> {
  by: EventName;
  versions: { step: number; value: T | null }[];
}

export interface UnitFact {
  vin: string;
  type:
    | 'UnitProduced'
    | 'UnitHeld'
    | 'UnitReleased'
    | 'UnitShipped'
    | 'UnitReceived'
    | 'UnitDelivered'
    | 'UnitReturned'
    | 'UnitScrapped';
  /** Milliseconds since 1970 UTC. */
  occurredAt: number;
  site?: string;
  plant?: string;
  model?: string;
  line?: string;
  /** Told late: shown, but moves nothing. */
  late?: boolean;
}

export interface Site {
  site: string;
  kind: 'sales' | 'service' | 'delivery';
  city: string;
  timeZone?: string;
  closed?: boolean;
}

export interface Halt {
  plant: string;
  line: string;
  from: number;
  /** Null while it is open. */
  to: number | null;
  planned: boolean;
  reason: string;
}

export interface Rate {
  plant: string;
  line: string;
  from: number;
  unitsPerHour: number;
  /** The rate its line begins with: there is no line before. */
  commissioned?: true;
}

export interface Milestone {
  id: string;
  title: string;
  metric: string;
  plant?: string;
  model?: string;
  target: number;
  due: string;
  withdrawn?: boolean;
}

export interface Target {
  metric: string;
  month: string;
  plant?: string;
  model?: string;
  first: number;
  current: number;
}

/** Everything that was meant to be told, step by step in the order in which it took effect. */
export interface History {
  plants: { plant: string; timeZone: string }[];
  facts: Reported<UnitFact>[];
  sites: Reported<Site>[];
  halts: Reported<Halt>[];
  rates: Reported<Rate>[];
  milestones: Reported<Milestone>[];
  targets: Reported<Target>[];
  /** The event behind every step; step n stands at index n. */
  steps: EventName[];
}

export interface Counts {
  produced: number;
  delivered: number;
  returned: number;
  scrapped: number;
  netDelivered: number;
}

export type Account = 'stock' | 'hold' | 'transit' | 'delivered' | 'scrapped';

export interface MonthlyRow extends Counts {
  month: string;
  plant: string;
  model: string;
}

export interface DailyRow extends Counts {
  date: string;
  plant: string;
  model: string;
}

export type StockRow = { plant: string; model: string } & Record<Account, number>;

export interface DowntimeRow {
  month: string;
  plant: string;
  line: string;
  /** Unplanned downtime: length of the union less what is planned, clipped to the month and to the time of asking. */
  minutes: number;
  /** Length of the union of planned halts. */
  plannedMinutes: number;
  /** Unplanned halts that began in the month. */
  halts: number;
  /** Unplanned halts that lie in the month at least in part. */
  haltsInPart: number;
  lostUnitsEstimate: number;
}

export interface MilestoneRow {
  id: string;
  title: string;
  metric: string;
  target: number;
  due: string;
  value: number;
  remaining: number;
  /** Null where the state depends on a forecast. */
  state: 'reached' | 'reverted' | 'missed' | 'withdrawn' | null;
  firstReached: (EventName & { step: number }) | null;
}

export interface NetworkCount {
  sales: number;
  service: number;
  delivery: number;
  cities: number;
  perCity: { city: string; sales: number; service: number; delivery: number }[];
}

export interface Recount {
  monthlyTotals: MonthlyRow[];
  dailyTotals: DailyRow[];
  stock: StockRow[];
  downtime: DowntimeRow[];
  milestones: MilestoneRow[];
  network: NetworkCount;
  targets: (Target & { value: number })[];
}
