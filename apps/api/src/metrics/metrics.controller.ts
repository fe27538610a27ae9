import { Controller, Get, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { ReadModel } from '@plant-ledger/read-model';
import type { FastifyReply } from 'fastify';
import type { Connections } from '../edge/connections.js';
import type { Room } from '../edge/room.js';
import type { LiveHub } from '../live/live-hub.js';
import {
  CONNECTIONS,
  LEDGER_CLOCK,
  LIVE_HUB,
  LOG_ROOM,
  METERS,
  PROJECTOR,
  READ_MODEL,
  type FollowingProjector,
  type LedgerClock,
} from '../tokens.js';
import { keptFigures, readFigures } from './figures.js';
import type { Meters } from './meters.js';
import { registerEdge } from './register-edge.js';
import { registerFigures } from './register-figures.js';
import { registerService } from './register-service.js';

/** The ledger's metrics, for Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(METERS) private readonly meters: Meters,
    @Inject(PROJECTOR) projector: FollowingProjector,
    @Inject(LIVE_HUB) live: LiveHub,
    @Inject(CONNECTIONS) connections: Connections,
    @Inject(LOG_ROOM) logRoom: Room,
    @Inject(READ_MODEL) readModel: ReadModel,
    @Inject(LEDGER_CLOCK) clock: LedgerClock,
    queries: QueryBus,
  ) {
    registerService(meters, projector, live);
    registerEdge(meters, connections, logRoom);
    registerFigures(
      meters.registry,
      keptFigures(() => readFigures(readModel, queries, clock.now())),
    );
  }

  @Get()
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.meters;
    void reply.header('content-type', registry.contentType).send(await registry.metrics());
  }
}
