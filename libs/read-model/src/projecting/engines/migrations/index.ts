import { ReadModel1732000000000 } from './1732000000000-read-model.js';

export const MIGRATIONS = [ReadModel1732000000000];
