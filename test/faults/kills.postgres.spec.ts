import { sharedPostgres } from '../../libs/read-model/src/testing/postgres/shared-server.js';
import { newTestDatabase } from '../../libs/read-model/src/testing/postgres/test-database.js';
import { describeKills } from './kills.js';

// Making the server takes a busy disk longer than a test does; it is no part of any.
beforeAll(sharedPostgres, 300_000);

describeKills('postgres', async () => {
  const { url, drop } = await newTestDatabase();
  return { url, remove: drop };
});
