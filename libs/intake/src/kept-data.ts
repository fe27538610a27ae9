import { canonicalJson, pointerTo, type EventQuarantined, type FieldError, type KeptEvent } from '@plant-ledger/domain';

export interface Faults extends Pick<EventQuarantined, 'code' | 'detail'> {
  readonly errors: readonly FieldError[];
  /** Paths below the data whose values must not be kept; an empty path is the data itself. */
  readonly unknown: readonly (readonly PropertyKey[])[];
}

const MOST_FAULTS = 50;
const LONGEST_DETAIL = 2_000;

/** Names of fields come from outside: messages make them short, storable and printable. */
export function printable({ code, detail, errors, unknown }: Faults): Faults {
  const clean = (text: string) =>
    text
      .slice(0, LONGEST_DETAIL)
      .toWellFormed()
      .replace(/[\u0000-\u001f\u007f]/g, '\ufffd');
  return {
    code,
    detail: clean(detail),
    errors: errors
      .slice(0, MOST_FAULTS)
      .map(({ pointer, message }) => ({ pointer: clean(pointer), message: clean(message) })),
    unknown,
  };
}

/** The data without the values of unknown fields; their names stay. */
export function keptData(data: unknown, unknown: Faults['unknown']): Pick<KeptEvent, 'data' | 'withheld'> {
  const names = unknown
    .slice(0, MOST_FAULTS)
    .map((path) => (path.length === 0 ? '/data' : pointerTo(path).slice(0, LONGEST_DETAIL)));
  const withheld = names.length > 0 ? names : undefined;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return { data: {}, withheld };
  const kept = JSON.parse(canonicalJson(data)) as Record<string, unknown>;
  for (const path of unknown) withhold(kept, path);
  return { data: kept, withheld };
}

function withhold(data: Record<string, unknown>, path: readonly PropertyKey[]): void {
  let inner: Record<PropertyKey, unknown> = data;
  for (const step of path.slice(0, -1)) {
    const next = inner[step];
    if (typeof next !== 'object' || next === null) return;
    inner = next as Record<PropertyKey, unknown>;
  }
  const last = path.at(-1);
  if (last !== undefined) Reflect.deleteProperty(inner, last);
}
