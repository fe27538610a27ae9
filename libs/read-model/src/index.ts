export * from './entities/index.js';
export { openReadModel } from './database/open.js';
export type { ReadModel, Snapshot } from './database/read-model.js';
export type { ProjectorLogger } from './projector/logger.js';
export { createProjector, type Projector, type ProjectorOptions } from './projector/projector.js';
export type { Failure, ProjectorStatus, Stopped } from './projector/status.js';
export * from './queries/index.js';
