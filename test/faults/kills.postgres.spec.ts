import { newTestDatabase } from '../../libs/read-model/src/testing/postgres/test-database.js';
import { describeKills } from './kills.js';

describeKills('postgres', async () => {
  const { url, drop } = await newTestDatabase();
  return { url, remove: drop };
});
