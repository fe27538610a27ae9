import type { Differences, FieldError } from '@plant-ledger/domain';

/** What became of one event that was sent. `eventId` is always the one that was sent. */
export type Outcome =
  | {
      readonly result: 'accepted';
      readonly eventId: string;
      readonly stream: string;
      /** Undefined on a dry run, as is `position`. */
      readonly revision?: number | undefined;
      readonly position?: bigint | undefined;
      /** A warning that did not stop it, such as a wrong check digit where the plant only warns. */
      readonly detail?: string | undefined;
      /** Of an event dated ahead: figures count it from then on, milliseconds since 1970 UTC. */
      readonly countsFrom?: number | undefined;
    }
  | {
      readonly result: 'duplicate';
      readonly eventId: string;
      readonly stream: string;
      /** Of the event that told it first. */
      readonly position?: bigint | undefined;
      readonly first: string;
      readonly differs?: Differences | undefined;
      readonly quarantine?: string | undefined;
    }
  | {
      readonly result: 'quarantined';
      readonly eventId: string;
      readonly stream: string;
      readonly position?: bigint | undefined;
      readonly code: 'out-of-order';
      readonly detail: string;
      /** Undefined on a dry run. */
      readonly quarantine?: string | undefined;
    }
  | {
      readonly result: 'rejected';
      readonly eventId: string;
      readonly stream?: string | undefined;
      readonly code: string;
      readonly detail: string;
      readonly errors?: readonly FieldError[] | undefined;
      /** Where it is kept; undefined on a dry run. */
      readonly quarantine?: string | undefined;
    };
