import type { Limits } from '@plant-ledger/contract';
import { LIMITS } from '@plant-ledger/intake';
import { PATIENCE } from './body.js';
import { intakeParameters } from './intake-options.js';

/** The limits that `OPTIONS /v1/events` states. */
export const STATED_LIMITS: Limits = {
  modes: {
    structured: 'application/cloudevents+json',
    binary: 'any other JSON type, with ce- headers',
    batch: 'application/cloudevents-batch+json',
    stream: 'application/x-ndjson (also application/ndjson, application/jsonl)',
    csv: 'text/csv',
  },
  codings: ['gzip', 'identity'],
  parameters: Object.keys(intakeParameters.shape),
  limits: { ...LIMITS, bodyMilliseconds: PATIENCE.body, silentMilliseconds: PATIENCE.stream },
};
