import { createHash } from 'node:crypto';

/** An event as a source tells it. */
export interface Reported {
  readonly specversion: '1.0';
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: Details;
  readonly [extension: string]: unknown;
}

export type Details = Readonly<Record<string, unknown>>;

/** What a source is answered; the code is left out where the rules do not say it. */
export interface Answer {
  readonly result: 'accepted' | 'duplicate' | 'quarantined' | 'rejected';
  readonly code?: string;
}

/** A decision: an answer, and what would have to come for another one. */
export interface Decision extends Answer {
  readonly waitsFor?: string;
  readonly differs?: boolean;
  /** Of a duplicate of another time: when the first says it happened. */
  readonly firstAt?: number;
}

export const accepted: Decision = { result: 'accepted' };
export const same = (differs: boolean, firstAt?: number): Decision => ({ result: 'duplicate', differs, firstAt });
export const refused = (code: string): Decision => ({ result: 'rejected', code });
export const waiting = (code: string, waitsFor: string): Decision => ({ result: 'quarantined', code, waitsFor });

export const instantOf = ({ time }: Pick<Reported, 'time'>): number => Date.parse(time);

export function text(data: Details, field: string): string {
  const value = data[field];
  if (typeof value !== 'string') throw new Error(`no ${field} in ${JSON.stringify(data)}`);
  return value;
}

export const textOr = <T>(data: Details, field: string, otherwise: T): string | T =>
  typeof data[field] === 'string' ? text(data, field) : otherwise;

/** An eventId is UUIDv5 of the ledger's namespace and the JSON of source and id. */
export function eventIdOf(source: string, id: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from('6f1c3a5e84d25b0b9a0e7d4c2f6b1e90', 'hex'))
    .update(JSON.stringify([source, id]))
    .digest('hex');
  const variant = ((parseInt(hash.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-${variant}${hash.slice(18, 20)}-${hash.slice(20, 32)}`;
}

/** The event that a void or a correction names: by its eventId, or by source and id. */
export function namedIn(reported: Reported): string {
  const named = reported.data.voids ?? reported.data.corrects;
  if (typeof named === 'string') return named;
  const { source, id } = named as { readonly source: string; readonly id: string };
  return eventIdOf(source, id);
}

/** What makes two tellings the same content: type, instant and data. */
export const contentOf = (reported: Reported): string =>
  JSON.stringify([
    reported.type,
    Number.isNaN(instantOf(reported)) ? reported.time : instantOf(reported),
    sorted(reported.data),
  ]);

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, of]) => [key, sorted(of)])
    .sort();
}
