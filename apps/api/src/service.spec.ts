import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredIn } from '../../../test/support/configured.js';
import { startService } from './service.js';
import { OPENED } from './tokens.js';

it('a part that cannot be closed fails the closing, and the others are closed all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-closing-'));
  const configuration = configuredIn(folder, {});
  const service = await startService(configuration, false);
  service.app.get<AsyncDisposableStack>(OPENED).defer(() => {
    throw new Error('the disk is gone');
  });
  await expect(service.close()).rejects.toThrow('the disk is gone');
  await expect(fetch(service.url)).rejects.toThrow();
  // Its log can be opened again.
  await (await startService(configuration, false)).close();
  await rm(folder, { recursive: true });
});
