import { Controller, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { noCounts, count, parseJson, resultOf } from '@plant-ledger/intake';
import { DiscardQuarantined } from '@plant-ledger/ledger';
import { QuarantineEntry, type ReadModel } from '@plant-ledger/read-model';
import type { EventStore } from '@plant-ledger/event-store';
import type { FastifyRequest } from 'fastify';
import { readBody } from '../intake/body.js';
import { IntakeService } from '../intake/intake.service.js';
import { ProblemException } from '../problem.js';
import { EVENT_STORE, PROJECTOR, READ_MODEL, type FollowingProjector } from '../tokens.js';
import { readDiscarding, readSelection } from './quarantine-requests.js';

const RETRIED_AT_ONCE = 500;
const SETTLED: readonly string[] = ['resolved', 'discarded'];

/** What an operator does about refused and waiting events. */
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly intake: IntakeService,
    private readonly commands: CommandBus,
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(PROJECTOR) private readonly projector: FollowingProjector,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Decides every rejected event of a code or source anew, the longest kept first. */
  @Post('retry')
  @HttpCode(200)
  async retryMany(@Query() query: unknown) {
    const selection = readSelection(query);
    await this.#upToDate();
    const counts = noCounts();
    let last = '';
    for (;;) {
      const entries = await this.readModel.read(({ manager }) => {
        const page = manager
          .createQueryBuilder(QuarantineEntry, 'entry')
          .where('entry.state = :state AND entry.eventId > :last', { state: 'rejected', last });
        if (selection.code !== undefined) page.andWhere('entry.code = :code', { code: selection.code });
        if (selection.source !== undefined) page.andWhere('entry.source = :source', { source: selection.source });
        return page.orderBy('entry.eventId').limit(RETRIED_AT_ONCE).getMany();
      });
      if (entries.length === 0) break;
      last = entries.at(-1)?.eventId ?? last;
      const inOrderOfArrival = entries.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
      for (const outcome of await this.intake.retry(inOrderOfArrival.map(({ event }) => event)))
        count(counts, outcome.result);
    }
    return { retried: counts.accepted + counts.duplicates + counts.quarantined + counts.rejected, ...counts };
  }

  @Post(':id/retry')
  @HttpCode(200)
  async retry(@Param('id') id: string) {
    const entry = await this.#entry(id);
    const [outcome] = await this.intake.retry([entry.event]);
    return outcome && resultOf(outcome);
  }

  @Post(':id/discard')
  @HttpCode(200)
  async discard(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { reason, actor } = readDiscarding(parseJson(await readBody(request.raw, 16_384)));
    const entry = await this.#entry(id);
    const waitingIn = entry.state === 'waiting' ? `unit-${String(entry.event.data.vin)}` : undefined;
    const done = await this.commands.execute(new DiscardQuarantined(id, waitingIn, reason, actor));
    if (done === 'already-settled') throw settled(id, 'settled');
    return { id, state: 'discarded' };
  }

  /** @throws ProblemException 404 when nothing is kept under this id, 409 when it is settled already. */
  async #entry(id: string): Promise<QuarantineEntry> {
    await this.#upToDate();
    const entry = await this.readModel.read(({ manager }) => manager.findOneBy(QuarantineEntry, { eventId: id }));
    if (!entry)
      throw new ProblemException(
        404,
        'not-found',
        `Nothing is kept in quarantine under ${id}. GET /v1/quarantine lists what is.`,
      );
    if (SETTLED.includes(entry.state)) throw settled(id, entry.state);
    return entry;
  }

  /** An operator acts on what was refused a moment ago, too. */
  async #upToDate(): Promise<void> {
    await this.projector.waitFor(await this.store.head(), 5_000);
  }
}

function settled(id: string, state: string): ProblemException {
  return new ProblemException(409, 'already-settled', `Event ${id} is ${state}; there is nothing left to do about it.`);
}
