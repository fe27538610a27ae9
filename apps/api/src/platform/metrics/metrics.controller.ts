import { Controller, Get, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { ReadModel } from '@plant-ledger/read-model';
import type { FastifyReply } from 'fastify';
import {
  CONNECTIONS,
  INTAKE_GUARD,
  LEDGER_CLOCK,
  LIVE_HUB,
  LOG_READERS,
  LONG_ANSWERS,
  METERS,
  PROJECTOR,
  READ_MODEL,
  ROOM,
  type FollowingProjector,
  type LedgerClock,
} from '../../tokens.js';
import { Access } from '../access/access.js';
import type { Connections } from '../edge/connections.js';
import type { Limit } from '../edge/limit.js';
import type { LongAnswers } from '../edge/long-answers.js';
import type { Room } from '../edge/room.js';
import type { IntakeGuard } from '../files/intake-guard.js';
import type { LiveHub } from '../live/live-hub.js';
import { keptFigures, keptProbabilities, readFigures, readProbabilities } from './figures.js';
import type { Meters } from './meters.js';
import { registerAccess } from './register-access.js';
import { registerEdge } from './register-edge.js';
import { registerFigures } from './register-figures.js';
import { registerFiles } from './register-files.js';
import { registerRoom, registerService } from './register-service.js';

@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(METERS) private readonly meters: Pick<Meters, 'registry'>,
    @Inject(PROJECTOR) projector: FollowingProjector,
    @Inject(LIVE_HUB) live: LiveHub,
    @Inject(CONNECTIONS) connections: Connections,
    @Inject(LOG_READERS) logReaders: Limit,
    @Inject(LONG_ANSWERS) longAnswers: LongAnswers,
    @Inject(READ_MODEL) readModel: ReadModel,
    @Inject(INTAKE_GUARD) guard: IntakeGuard,
    @Inject(LEDGER_CLOCK) clock: LedgerClock,
    @Inject(ROOM) room: Room,
    queries: QueryBus,
    access: Access,
  ) {
    const { registry } = meters;
    registerService(registry, projector, live);
    registerEdge(registry, { connections, longAnswers, logReaders });
    registerRoom(registry, room);
    registerFiles(registry, guard, readModel);
    registerAccess(registry, access);
    registerFigures(
      registry,
      keptFigures(() => readFigures(readModel, queries, clock.now())),
      keptProbabilities(() => readProbabilities(readModel, queries, clock.now())),
    );
  }

  @Get()
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.meters;
    void reply.header('content-type', registry.contentType).send(await registry.metrics());
  }
}
