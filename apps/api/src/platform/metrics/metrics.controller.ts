import { Controller, Get, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { ReadModel } from '@plant-ledger/read-model';
import type { FastifyReply } from 'fastify';
import { LEDGER_CLOCK, PROJECTOR, READ_MODEL, type FollowingProjector, type LedgerClock } from '../../tokens.js';
import { Access } from '../access/access.js';
import { Connections } from '../edge/connections.js';
import { LogReaders } from '../edge/log-readers.js';
import { LongAnswers } from '../edge/long-answers.js';
import { Room } from '../edge/room.js';
import { IntakeGuard } from '../files/intake-guard.js';
import { LiveHub } from '../live/live-hub.js';
import { keptFigures, keptProbabilities, readFigures, readProbabilities } from './figures.js';
import { Collected } from './gauges.js';
import { Meters } from './meters.js';
import { registerAccess } from './register-access.js';
import { registerEdge, registerRoom } from './register-edge.js';
import { registerFigures } from './register-figures.js';
import { registerFiles } from './register-files.js';
import { registerLive, registerProcess, registerProjector } from './register-service.js';

@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly meters: Meters,
    @Inject(PROJECTOR) projector: FollowingProjector,
    live: LiveHub,
    connections: Connections,
    logReaders: LogReaders,
    longAnswers: LongAnswers,
    @Inject(READ_MODEL) readModel: ReadModel,
    guard: IntakeGuard,
    @Inject(LEDGER_CLOCK) clock: LedgerClock,
    room: Room,
    queries: QueryBus,
    access: Access,
  ) {
    const metrics = new Collected(meters.registry);
    registerProcess(metrics, meters.registry);
    registerProjector(metrics, projector);
    registerLive(metrics, live);
    registerEdge(metrics, connections, longAnswers, logReaders);
    registerRoom(metrics, room);
    registerFiles(metrics, guard, readModel);
    registerAccess(metrics, access);
    registerFigures(
      metrics,
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
