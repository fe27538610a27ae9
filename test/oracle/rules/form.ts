import { instantOf, refused, type Decision, type Reported } from './reported.js';

const EARLIEST = Date.UTC(2000, 0, 1);
const AHEAD = 5 * 60_000;
const FIELDS_OF_NO_TYPE = ['customer'];

/** What is wrong with an event's form, as far as histories have such faults. */
export function faultOfForm(reported: Reported, now: number): Decision | undefined {
  const { vin } = reported.data;
  if (FIELDS_OF_NO_TYPE.some((field) => field in reported.data)) return refused('unknown-field');
  if (vin !== undefined && !(typeof vin === 'string' && /^[A-HJ-NPR-Z0-9]{17}$/.test(vin)))
    return refused('invalid-vin');
  if (!/(Z|[+-]\d\d:\d\d)$/.test(reported.time)) return refused('invalid-time');
  const { changes } = reported.data as { readonly changes?: { readonly occurredAt?: string } };
  const instants = [instantOf(reported), Date.parse(changes?.occurredAt ?? reported.time)];
  if (instants.some((instant) => instant > now + AHEAD)) return refused('occurred-in-future');
  return instants.some((instant) => instant < EARLIEST) ? refused('occurred-too-early') : undefined;
}
