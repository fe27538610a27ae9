import type { Differences, FieldError } from '@plant-ledger/domain';

/**
 * The outcome of one event that was sent. `eventId` is always the one that was sent. `again`: it was sent before, and
 * gets the same answer.
 */
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
      /** Of the event that recorded the fact first. */
      readonly position?: bigint | undefined;
      /** Unknown of some that were settled before this was kept. */
      readonly first?: string | undefined;
      readonly differs?: Differences | undefined;
      readonly detail?: string | undefined;
      readonly quarantine?: string | undefined;
      readonly again?: true | undefined;
    }
  | {
      readonly result: 'quarantined';
      readonly eventId: string;
      readonly stream: string;
      readonly position?: bigint | undefined;
      readonly code: string;
      readonly detail: string;
      readonly errors?: readonly FieldError[] | undefined;
      /** The stream of what it waits for, where it is kept in quarantine; undefined for one parked in its unit's stream. */
      readonly waitsFor?: string | undefined;
      /** Undefined on a dry run. */
      readonly quarantine?: string | undefined;
      readonly again?: true | undefined;
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
      readonly again?: true | undefined;
    };
