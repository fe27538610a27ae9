import { instantOf, refused, type Decision, type Told } from './told.js';

const EARLIEST = Date.UTC(2000, 0, 1);
const AHEAD = 5 * 60_000;
const FIELDS_OF_NO_TYPE = ['customer'];

/** What is wrong with an event's form, as far as histories have such faults. */
export function faultOfForm(told: Told, now: number): Decision | undefined {
  const { vin } = told.data;
  if (FIELDS_OF_NO_TYPE.some((field) => field in told.data)) return refused('unknown-field');
  if (vin !== undefined && !(typeof vin === 'string' && /^[A-HJ-NPR-Z0-9]{17}$/.test(vin)))
    return refused('invalid-vin');
  if (!/(Z|[+-]\d\d:\d\d)$/.test(told.time)) return refused('invalid-time');
  const { changes } = told.data as { readonly changes?: { readonly occurredAt?: string } };
  const instants = [instantOf(told), Date.parse(changes?.occurredAt ?? told.time)];
  if (instants.some((instant) => instant > now + AHEAD)) return refused('occurred-in-future');
  return instants.some((instant) => instant < EARLIEST) ? refused('occurred-too-early') : undefined;
}
