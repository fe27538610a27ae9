import { Registry } from 'prom-client';
import { distribution, type Distribution } from './distribution.js';
import { intakeMeter, type IntakeMeter } from './intake-meter.js';
import { storeMeter, type StoreMeter } from './measured-store.js';
import { requestMeter, type RequestMeter } from './request-meter.js';

/** What is counted while the service works; told when somebody asks for the metrics. */
export interface Meters {
  readonly registry: Registry;
  readonly intake: IntakeMeter;
  readonly requests: RequestMeter;
  readonly store: StoreMeter;
  /** The projector's batches: seconds each took, from fold to commit, and events in each. */
  readonly batchSeconds: Distribution;
  readonly batchEvents: Distribution;
}

export function createMeters(): Meters {
  const registry = new Registry();
  return {
    registry,
    intake: intakeMeter(),
    requests: requestMeter(registry),
    store: storeMeter(),
    batchSeconds: distribution([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]),
    batchEvents: distribution([1, 5, 10, 50, 100, 250, 500, 1_000, 2_000]),
  };
}
