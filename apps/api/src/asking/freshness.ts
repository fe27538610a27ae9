import { Inject, Injectable, Query, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { formatPosition, type EventStore, type Position } from '@plant-ledger/event-store';
import { positionAt, timeOfAsking, type ReadModel } from '@plant-ledger/read-model';
import type { z } from 'zod';
import { wrongParameter, type AsOf } from '../platform/http/parameters.js';
import { ProblemException } from '../platform/http/problem.js';
import {
  EVENT_STORE,
  LEDGER_CLOCK,
  PROJECTOR,
  READ_MODEL,
  type FollowingProjector,
  type LedgerClock,
} from '../tokens.js';

/** How long a request waits for the read model, in milliseconds. */
const LONGEST_WAIT = 5_000;
/** How many years ahead may be asked about: an open halt lasts through every month until then. */
const YEARS_AHEAD = 10;

/** A query after validation: its positions exist, and its time of asking is known. */
export type Known<Schema extends z.ZodObject> = KnownOf<z.output<Schema>>;
type KnownOf<Asked> = Omit<Asked, 'minPosition' | 'asOf' | 'since' | 'at'> &
  ('asOf' extends keyof Asked ? { readonly asOf: Position | undefined } : unknown) &
  ('since' extends keyof Asked ? { readonly since: Position | undefined } : unknown) &
  ('at' extends keyof Asked ? { readonly at: number } : unknown);

/** The query parameters, validated by the schema, as `Known`. */
export const Asked = (schema: z.ZodObject): ParameterDecorator => Query({ schema, pipes: [Freshness] });

/** Resolves the time of asking, and waits until the read model knows as much of the log as the answer must. */
@Injectable()
export class Freshness implements PipeTransform {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTOR) private readonly projector: FollowingProjector,
    @Inject(LEDGER_CLOCK) private readonly clock: LedgerClock,
  ) {}

  transform(asked: Record<string, unknown>, { schema }: ArgumentMetadata): Promise<object> {
    return this.known(schema as z.ZodObject, asked);
  }

  /**
   * Waits until the read model knows what the answer must know. @throws ProblemException as `at`, `reach` and `asOf`
   * do.
   */
  async known<Schema extends z.ZodObject>(schema: Schema, asked: z.output<Schema>): Promise<Known<Schema>> {
    const { minPosition, ...given } = asked as Given;
    await this.reach(minPosition);
    const known = { ...given, asOf: await this.asOf(given.asOf), since: await this.asOf(given.since, 'since') };
    if (known.asOf !== undefined && known.since !== undefined && known.since > known.asOf)
      throw wrongParameter([{ parameter: 'since', message: 'must not be after asOf' }]);
    return ('at' in schema.shape ? { ...known, at: await this.at(given.at) } : known) as unknown as Known<Schema>;
  }

  /**
   * The time of asking, milliseconds since 1970 UTC: as given, else now as `timeOfAsking` says.
   * @throws ProblemException 400 for one that is too far ahead.
   */
  async at(given: number | undefined): Promise<number> {
    const now = this.clock.now();
    if (given === undefined) return this.readModel.read((snapshot) => timeOfAsking(snapshot, now));
    const latest = yearsAfter(now, YEARS_AHEAD);
    if (given <= latest) return given;
    const message = `must be at most ${YEARS_AHEAD} years ahead: not after ${new Date(latest).toISOString()}`;
    throw wrongParameter([{ parameter: 'at', message }]);
  }

  /**
   * Waits until the read model has reached `minPosition`.
   * @throws ProblemException 503 when it does not in time; 400, at once, when the log itself is not there yet.
   */
  async reach(minPosition: Position | undefined, parameter = 'minPosition'): Promise<void> {
    if (minPosition === undefined || (await this.#through()) >= minPosition) return;
    const head = await this.store.head();
    if (minPosition > head)
      throw wrongParameter([{ parameter, message: `lies beyond the log, whose head is ${formatPosition(head)}` }]);
    await this.#wait(minPosition);
  }

  /** The position that `asOf` stands for, once the read model has reached it; undefined without `asOf`. */
  async asOf(asked: AsOf | undefined, parameter = 'asOf'): Promise<Position | undefined> {
    if (asked === undefined) return undefined;
    if (asked.kind === 'position') {
      await this.reach(asked.position, parameter);
      return asked.position;
    }
    const { recordedAt } = await this.readModel.read(async (snapshot) => snapshot);
    // Events recorded before that instant may still be on their way into the read model.
    if (recordedAt === undefined || recordedAt <= asked.instant) {
      const head = await this.store.head();
      if ((await this.#through()) < head) await this.#wait(head);
    }
    return positionAt(this.readModel, this.store, asked.instant);
  }

  async #through(): Promise<Position> {
    return this.readModel.read(async ({ position, through }) => (position > through ? position : through));
  }

  async #wait(position: Position): Promise<void> {
    if (await this.projector.waitFor(position, LONGEST_WAIT)) return;
    throw new ProblemException(
      503,
      'not-caught-up',
      `The read model has not got to position ${formatPosition(position)} within ${LONGEST_WAIT / 1000} seconds. Ask again in a moment.`,
      { headers: { 'retry-after': '1' } },
    );
  }
}

interface Given {
  readonly minPosition?: Position;
  readonly asOf?: AsOf;
  readonly since?: AsOf;
  readonly at?: number;
}

function yearsAfter(instant: number, years: number): number {
  const time = new Date(instant);
  return time.setUTCFullYear(time.getUTCFullYear() + years);
}
