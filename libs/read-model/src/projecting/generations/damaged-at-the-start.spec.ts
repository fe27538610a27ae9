import { openEventStore } from '@plant-ledger/event-store';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { append, dump, inFolder, projectUntil } from '../../testing/project.js';
import { longHistory } from '../../testing/random-history.js';
import { openReadModel } from '../open.js';
import { quarantineAsKnown } from './quarantine-as-known.js';
import { withholdUnlessOfLog } from './withhold.js';

// A flipped byte within a value, which SQLite does not see.
it.each([
  ['an event in quarantine', `UPDATE quarantine_entry SET event = '{' || event`],
  ['the checkpoint', `UPDATE checkpoint SET position = 'x'`],
  ['what a source has told', `UPDATE event_source SET lateness = '{' || lateness`],
])('a start over a read model in which %s is damaged withholds it, and it is made anew', (_what, sql) =>
  inFolder(async (path) => {
    const folder = join(path, 'read-model');
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    await append(store, longHistory().events);
    const first = await openReadModel(`sqlite:${folder}`);
    await projectUntil(store, first);
    const before = await first.read(dump);
    expect(await quarantineAsKnown(first, store)).toBeDefined();
    await first.close();
    const database = new DatabaseSync(join(folder, 'generation-1.db'));
    expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
    database.close();

    const readModel = await openReadModel(`sqlite:${folder}`);
    await withholdUnlessOfLog(readModel, store);
    const known = await quarantineAsKnown(readModel, store);
    if (readModel.pointer.damage() !== undefined) expect(known).toBeUndefined();
    while (readModel.generation === '1') await projectUntil(store, readModel);
    expect([readModel.generation, readModel.pointer.withheld()]).toEqual(['2', undefined]);
    expect(await readModel.read(dump)).toEqual(before);
    await readModel.close();
    await store.close();
  }),
);
