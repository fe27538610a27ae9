import { tableOf } from '../projecting/projection/tables.js';
import { ENTITIES } from './entities.js';

export const TABLES = ENTITIES.map(tableOf);

/** Those that projections write: all but the checkpoint. */
export const PROJECTED_TABLES = TABLES.filter(({ writing }) => writing !== undefined);
