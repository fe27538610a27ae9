export * from './entities/index.js';
export { openReadModel, ReadModelRequestError } from './database/open.js';
export type { ReadModel, Snapshot } from './database/read-model.js';
export { createProjector, type Projector, type ProjectorLogger, type ProjectorOptions } from './projector/projector.js';
export type { Failure, ProjectorStatus, Stopped } from './projector/status.js';
export * from './queries/index.js';
export { booksBalance, type Imbalance } from './books/books-balance.js';
