import { setInterval } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { decideAccess, LEDGER_STREAM, type AccessChange, type AccessContext, type Rights } from '@plant-ledger/domain';
import type { EventStore } from '@plant-ledger/event-store';
import { beforeAttempt } from '../executor/contention.js';
import { NOTHING_KNOWN, readRights, rightsToAppend, type KnownRights } from './rights-log.js';

const logger = new Logger('Rights');

/** What became of a change of rights. */
export type AccessOutcome =
  | { readonly kind: 'made'; readonly warnings: readonly string[] }
  | Extract<ReturnType<typeof decideAccess>, { readonly kind: 'refuse' }>;

/** How old what an instance knows of the rights may be, milliseconds: a key revoked elsewhere is refused by then. */
const LOOK_EVERY = 400;

/**
 * Who may what, as this instance knows it: read at the start, and again all the time, as others may change it. While the
 * store is away it stays as it was.
 */
export class RightsStore {
  #known: KnownRights = NOTHING_KNOWN;
  #knownAt = 0;
  #isFailing = false;
  readonly #changed = new Set<() => void>();

  constructor(
    private readonly store: EventStore,
    private readonly recordedAt: () => number,
  ) {}

  get rights(): Rights {
    return this.#known.rights;
  }

  /** Is called after each change that this instance learns of. */
  whenChanged(listener: () => void): void {
    this.#changed.add(listener);
  }

  /** @throws StoreUnavailableError. */
  async refresh(): Promise<void> {
    const known = await readRights(this.store, this.#known);
    this.#knownAt = Date.now();
    // Two may read at a time.
    if (known.revision <= this.#known.revision) return;
    this.#known = known;
    for (const listener of this.#changed) listener();
  }

  /** When what this instance knows was read last, milliseconds since 1970 UTC. */
  get knownAt(): number {
    return this.#knownAt;
  }

  #sayOnce(error: unknown): void {
    if (!this.#isFailing) logger.warn(`Who may what stays as it was known: ${String(error)}`);
    this.#isFailing = true;
  }

  /** Until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    try {
      for await (const _ of setInterval(LOOK_EVERY, undefined, { signal, ref: false }))
        await this.refresh().then(
          () => (this.#isFailing = false),
          (error: unknown) => this.#sayOnce(error),
        );
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /**
   * Decides on the rights as they are in the log and appends at that very revision. `by`: who asks for it.
   * @throws StoreUnavailableError, ContendedStreamError: asking again is safe.
   */
  async change(
    changes: readonly AccessChange[],
    by: string,
    context: Omit<AccessContext, 'now'>,
  ): Promise<AccessOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      await beforeAttempt(attempt, LEDGER_STREAM);
      await this.refresh();
      const { rights, revision } = this.#known;
      const now = this.recordedAt();
      const decision = decideAccess(rights, changes, { ...context, now });
      if (decision.kind === 'refuse') return decision;
      const { outcome } = await this.store.append(rightsToAppend(changes, revision, by, now));
      if (outcome !== 'appended') continue;
      await this.refresh();
      return { kind: 'made', warnings: decision.warnings };
    }
  }
}
