import {
  discarding,
  type Discarded,
  type DiscardedMany,
  type Discarding,
  type EventResult,
  type RetriedMany,
  type Selection,
} from '@plant-ledger/contract';
import { Controller, HttpCode, Inject, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { count, noCounts, resultOf } from '@plant-ledger/intake';
import { streamOfKept } from '@plant-ledger/domain';
import { DiscardQuarantined } from '@plant-ledger/ledger';
import {
  openEntriesOf,
  quarantineEntry,
  type QuarantineEntry,
  type QuarantineEntryState,
  type ReadModel,
} from '@plant-ledger/read-model';
import type { EventStore } from '@plant-ledger/event-store';
import type { FastifyRequest } from 'fastify';
import { jsonBody } from '../intake/json-body.js';
import { IntakeService } from '../intake/intake.service.js';
import { Access } from '../platform/access/access.js';
import { demand } from '../platform/access/guard-access.js';
import { ProblemException } from '../platform/http/problem.js';
import { EVENT_STORE, PROJECTOR, READ_MODEL, type FollowingProjector } from '../tokens.js';
import { JsonOnlyGuard } from '../platform/http/json-only.guard.js';
import { readNarrowSelection, readSelection } from './quarantine-requests.js';

const DISCARDED_AT_ONCE = 32;
const PARKED = 'out-of-order';
const DISCARDING = 'Send {"reason": "…", "actor": "…"}: the reason stays on record, the actor may be left out.';

@Controller('v1/quarantine')
@UseGuards(JsonOnlyGuard)
export class QuarantineController {
  constructor(
    private readonly intake: IntakeService,
    private readonly commands: CommandBus,
    private readonly access: Access,
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(PROJECTOR) private readonly projector: FollowingProjector,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Decides every open event of a code or source anew, the longest kept first. */
  @Post('retry')
  @HttpCode(200)
  async retryMany(@Query() query: unknown, @Req() { principal }: FastifyRequest): Promise<RetriedMany> {
    const selection = readSelection(query);
    const counts = noCounts();
    for await (const entries of this.#open(selection)) {
      // A parked event is recorded together with what it waits for, and not before.
      const kept = entries.filter(({ code }) => code !== PARKED).map(({ event }) => event);
      for (const outcome of await this.intake.retry(kept, principal)) count(counts, outcome.result);
    }
    return { retried: counts.accepted + counts.duplicates + counts.quarantined + counts.rejected, ...counts };
  }

  /** Discards every open event of a code or source, with one reason. */
  @Post('discard')
  @HttpCode(200)
  async discardMany(@Query() query: unknown, @Req() request: FastifyRequest): Promise<DiscardedMany> {
    const selection = readNarrowSelection(query);
    const why = await jsonBody(request, discarding, DISCARDING);
    let discarded = 0;
    for await (const entries of this.#open(selection))
      for (let start = 0; start < entries.length; start += DISCARDED_AT_ONCE) {
        const some = entries.slice(start, start + DISCARDED_AT_ONCE);
        const done = await Promise.all(some.map((entry) => this.#discard(entry, why, request)));
        discarded += done.filter((result) => result === 'discarded').length;
      }
    return { discarded };
  }

  @Post(':id/retry')
  @HttpCode(200)
  async retry(@Param('id') id: string, @Req() { principal }: FastifyRequest): Promise<EventResult | undefined> {
    const entry = await this.#entry(id, ['resolved']);
    const [outcome] = await this.intake.retry([entry.event], principal);
    return outcome && resultOf(outcome);
  }

  @Post(':id/discard')
  @HttpCode(200)
  async discard(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Discarded> {
    const why = await jsonBody(request, discarding, DISCARDING);
    const entry = await this.#entry(id, ['resolved', 'discarded']);
    if ((await this.#discard(entry, why, request)) === 'already-settled') throw settled(id, 'settled');
    return { id, state: 'discarded' };
  }

  /** The reason may have been on its way for long. @throws ProblemException 401, 403 where the asker may no longer. */
  #discard({ eventId, event, code }: QuarantineEntry, { reason, actor }: Discarding, { principal }: FastifyRequest) {
    demand(principal && this.access.renewed(principal), 'quarantine:settle');
    const parkedIn = code === PARKED ? streamOfKept(event) : undefined;
    return this.commands.execute(new DiscardQuarantined(eventId, parkedIn, reason, actor, principal?.by));
  }

  async *#open(selection: Selection): AsyncGenerator<readonly QuarantineEntry[]> {
    await this.#upToDate();
    yield* openEntriesOf(this.readModel, selection);
  }

  /** @throws ProblemException 404 when nothing is kept under this id, 409 when it is settled already. */
  async #entry(id: string, settledAs: readonly QuarantineEntryState[]): Promise<QuarantineEntry> {
    await this.#upToDate();
    const entry = await this.readModel.read((snapshot) => quarantineEntry(snapshot, id));
    if (!entry)
      throw new ProblemException(
        404,
        'not-found',
        `Nothing is kept in quarantine under ${id}. GET /v1/quarantine lists what is.`,
      );
    if (settledAs.includes(entry.state)) throw settled(id, entry.state);
    return entry;
  }

  /** An operator may act on what was refused a moment ago, so the read model must have it. */
  async #upToDate(): Promise<void> {
    await this.projector.waitFor(await this.store.head(), 5_000);
  }
}

function settled(id: string, state: string): ProblemException {
  return new ProblemException(409, 'already-settled', `Event ${id} is ${state}; there is nothing left to do about it.`);
}
