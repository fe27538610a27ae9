export * from './entities/index.js';
export type { ReadModel, Snapshot } from './database/read-model.js';
