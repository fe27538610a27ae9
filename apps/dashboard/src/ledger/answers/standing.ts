export interface OpenHalt {
  readonly halt: string;
  readonly reason: string;
  readonly planned: boolean;
  readonly startedAt: string;
}

export interface Line {
  readonly plant: string;
  readonly line: string;
  readonly state: string;
  readonly since: string | null;
  readonly unitsPerHour: number;
  readonly openHalts: readonly OpenHalt[];
  /** There are more of them than one answer has room for. */
  readonly nextOpenHalts: string | null;
}

export interface Lines {
  readonly position: string;
  readonly lines: readonly Line[];
}

/** A time for which a line stood still without a break, unplanned; overlapping halts are one stop. */
export interface Stop {
  readonly plant: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
  readonly halts: readonly { readonly eventId: string; readonly reason: string; readonly endedAt: string | null }[];
}

export interface Stops {
  readonly value: number;
  readonly stops: readonly Stop[];
  readonly next: string | null;
}

export interface Downtime {
  readonly rows: readonly {
    readonly reason: string;
    readonly minutes: number;
    readonly plannedMinutes: number;
    readonly halts: number;
    readonly lostUnitsEstimate: number;
  }[];
  readonly next: string | null;
}

export interface SiteCounts {
  readonly sales: number;
  readonly service: number;
  readonly delivery: number;
}

export interface Network extends SiteCounts {
  readonly position: string;
  readonly cities: number;
  readonly perCity: readonly ({ readonly city: string } & SiteCounts)[];
}

/** The outlets and centers behind a figure of the network; the amounts add up to it. */
export interface Sites {
  readonly value: number;
  readonly sites: readonly {
    readonly position: string;
    readonly eventId: string;
    readonly site: string;
    readonly name?: string | undefined;
    readonly kind: string;
    readonly city: string;
    readonly amount: number;
    readonly occurredAt: string;
  }[];
  readonly next: string | null;
}

export interface Stock {
  readonly stock: number;
  readonly hold: number;
  readonly transit: number;
  readonly delivered: number;
  readonly scrapped: number;
  readonly produced: number;
  readonly balanced: boolean;
}
