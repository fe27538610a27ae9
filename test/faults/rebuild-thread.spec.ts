import { resolve } from 'node:path';
import { openEventStore } from '@plant-ledger/event-store';
import type * as RebuildInThread from '../../libs/read-model/src/projecting/threads/rebuild-in-thread.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();

it('a rebuild that fails in its thread says why', async () => {
  const eventStore = `sqlite:${folder.path}/log.db`;
  await (await openEventStore(eventStore)).close();
  const built = resolve('dist/libs/read-model/src/projecting/threads/rebuild-in-thread.js');
  const { rebuildInThread } = (await import(built)) as typeof RebuildInThread;
  const rebuild = rebuildInThread({ eventStore, streamPrefix: '', readModel: 'nowhere' });
  const rebuilding = rebuild?.({ signal: new AbortController().signal, progress: () => undefined });
  await expect(rebuilding).rejects.toMatchObject({
    name: 'ReadModelRequestError',
    message: expect.stringContaining('A read model must be sqlite:') as string,
  });
});
