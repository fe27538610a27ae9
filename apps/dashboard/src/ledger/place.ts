/** Where the reader stands: kept in the address after `#`, so that every view can be linked to and gone back from. */
export interface Place {
  /** "As known on": a position or an instant; undefined for now. */
  readonly asOf?: string | undefined;
  /** The milestone whose burn-up is shown. */
  readonly milestone?: string | undefined;
  /** Since when changes are listed: a position or an instant. */
  readonly since?: string | undefined;
  /** What is explained, and of what. */
  readonly show?: string | undefined;
  readonly figure?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly plant?: string | undefined;
  readonly model?: string | undefined;
  readonly line?: string | undefined;
  readonly vin?: string | undefined;
  readonly stream?: string | undefined;
  /** Explain only what changed after this position. */
  readonly after?: string | undefined;
}

const OF_READER = ['asOf', 'milestone', 'since'] as const;
const OF_EXPLANATION = ['show', 'figure', 'from', 'to', 'plant', 'model', 'line', 'vin', 'stream', 'after'] as const;
const KEYS = [...OF_READER, ...OF_EXPLANATION];

/** What an explanation adds to the address, taken away. */
export const NOT_EXPLAINING: Place = Object.fromEntries(OF_EXPLANATION.map((key) => [key, undefined]));

export function placeOf(hash: string): Place {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return Object.fromEntries(KEYS.map((key) => [key, given.get(key) ?? undefined]));
}

/** The address of a place. */
export function linkTo(place: Place): string {
  const given = new URLSearchParams();
  for (const key of KEYS) {
    const value = place[key];
    if (value !== undefined) given.set(key, value);
  }
  return `#${given.toString()}`;
}

/** The address at which something is explained, seen from a place. */
export function explaining(place: Place, what: Place): string {
  return linkTo({ ...place, ...NOT_EXPLAINING, ...what });
}

/** Whether two places show the same page, whatever is explained on it. */
export function isSameView(one: Place, other: Place): boolean {
  return OF_READER.every((key) => one[key] === other[key]);
}
