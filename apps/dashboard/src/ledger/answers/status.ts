export interface Status {
  readonly position: string;
  readonly head: string | null;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly caughtUp: boolean;
  readonly clock?: { readonly now: string; readonly frozen: boolean; readonly timeZone: string };
  readonly stopped?: { readonly reason?: string };
  /** Why no figures are answered. */
  readonly withheld?: string;
  readonly failure?: { readonly reason: string };
  readonly rebuilding?: { readonly why: string };
}

/** A source of events and how it keeps up. */
export interface Source {
  readonly source: string;
  readonly lastHeard: string;
  readonly lastOccurred: string | null;
  readonly silentSeconds: number;
  readonly sequence: { readonly missing: number } | null;
}

export interface Sources {
  readonly sources: readonly Source[];
}
