import { Counter, Histogram, Registry } from 'prom-client';
import { IntakeMeter } from './intake-meter.js';
import { storeMeter } from './measured-store.js';
import { requestMeter } from './request-meter.js';

/** What is counted and timed as it happens. */
export class Meters {
  readonly registry = new Registry();
  readonly intake = new IntakeMeter(this.registry);
  readonly requests = requestMeter(this.registry);
  readonly store = storeMeter(this.registry);
  /** Requests that were refused for who sent them, by the code of the refusal. */
  readonly notAdmitted = new Counter({
    name: 'ledger_access_refused_total',
    help: 'Requests refused for who sent them, by code',
    labelNames: ['code'],
    registers: [this.registry],
  });
  /** The projector's batches: seconds from project to commit, and events of each. */
  readonly batchSeconds = new Histogram({
    name: 'ledger_projector_batch_duration_seconds',
    help: 'Time to fold and write a batch of events',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.registry],
  });
  readonly batchEvents = new Histogram({
    name: 'ledger_projector_batch_events',
    help: 'Events in a batch',
    buckets: [1, 5, 10, 50, 100, 250, 500, 1_000, 2_000],
    registers: [this.registry],
  });
}
