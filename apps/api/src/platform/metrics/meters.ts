import { Counter, Histogram, Registry } from 'prom-client';
import { intakeMeter, type IntakeMeter } from './intake-meter.js';
import { storeMeter, type StoreMeter } from './measured-store.js';
import { requestMeter, type RequestMeter } from './request-meter.js';

export interface Meters {
  readonly registry: Registry;
  readonly intake: IntakeMeter;
  readonly requests: RequestMeter;
  readonly store: StoreMeter;
  /** Requests and events that were refused for who sent them, by the code of the refusal. */
  readonly notAdmitted: Pick<Counter<'code'>, 'inc'>;
  /** The projector's batches: seconds from project to commit, and events of each. */
  readonly batchSeconds: Pick<Histogram, 'observe'>;
  readonly batchEvents: Pick<Histogram, 'observe'>;
}

export function createMeters(): Meters {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    intake: intakeMeter(registry),
    requests: requestMeter(registry),
    store: storeMeter(registry),
    notAdmitted: new Counter({
      name: 'ledger_access_refused_total',
      help: 'Requests and events refused for who sent them, by code',
      labelNames: ['code'],
      registers,
    }),
    batchSeconds: new Histogram({
      name: 'ledger_projector_batch_duration_seconds',
      help: 'Time to fold and write a batch of events',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    batchEvents: new Histogram({
      name: 'ledger_projector_batch_events',
      help: 'Events in a batch',
      buckets: [1, 5, 10, 50, 100, 250, 500, 1_000, 2_000],
      registers,
    }),
  };
}
