const OF_READER = ['asOf', 'milestone', 'since'] as const;
const OF_EXPLANATION = ['show', 'figure', 'from', 'to', 'plant', 'model', 'line', 'vin', 'stream', 'after'] as const;
const KEYS = [...OF_READER, ...OF_EXPLANATION];
type Key = (typeof KEYS)[number];

/**
 * What the reader looks at: kept in the URL after `#`, so that every view has a link and a place in the history. Its
 * `asOf` is "as known on": a position or an instant; undefined for now.
 */
export type Place = Readonly<Partial<Record<Key, string | undefined>>>;

interface Check {
  readonly fits: (value: string) => boolean;
  readonly wanted: string;
}

const MOMENT: Check = { fits: isMoment, wanted: 'a position, or a time with its offset' };
const MONTH: Check = { fits: (value) => /^\d{4}-(0[1-9]|1[0-2])$/.test(value), wanted: 'a month such as 2024-07' };
const SHOWN = ['figure', 'unit', 'stream', 'stock', 'sites', 'stops', 'milestone', 'month'];
const CHECKS: Readonly<Partial<Record<Key, Check>>> = {
  asOf: MOMENT,
  since: MOMENT,
  after: MOMENT,
  from: MONTH,
  to: MONTH,
  show: { fits: (value) => SHOWN.includes(value), wanted: 'something this page explains' },
};

function isMoment(value: string): boolean {
  if (/^\d{1,20}$/.test(value)) return true;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
}

/** Removes an explanation from a place. */
export const NOT_EXPLAINING: Place = Object.fromEntries(OF_EXPLANATION.map((key) => [key, undefined]));

export function placeOf(hash: string): Place {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const wrong = wrongIn(given);
  return Object.fromEntries(KEYS.map((key) => [key, wrong.includes(key) ? undefined : (given.get(key) ?? undefined)]));
}

export function faultsOf(hash: string): string[] {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return wrongIn(given).map((key) => `${key}=${given.get(key) ?? ''} is not ${CHECKS[key]?.wanted ?? ''}`);
}

function wrongIn(given: URLSearchParams): Key[] {
  return KEYS.filter((key) => {
    const value = given.get(key);
    return value !== null && CHECKS[key]?.fits(value) === false;
  });
}

export function linkTo(place: Place): string {
  const given = new URLSearchParams();
  for (const key of KEYS) {
    const value = place[key];
    if (value !== undefined) given.set(key, value);
  }
  return `#${given.toString()}`;
}

export function explaining(place: Place, what: Place): string {
  return linkTo({ ...place, ...NOT_EXPLAINING, ...what });
}

/** Whether two places show the same page, apart from the explanation. */
export function isSameView(one: Place, other: Place): boolean {
  return OF_READER.every((key) => one[key] === other[key]);
}
