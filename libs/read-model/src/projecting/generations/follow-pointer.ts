import { isDamage } from '@plant-ledger/event-store';
import { PROJECTION_VERSION } from '../projection/projection.js';
import { reasonOf } from '../status/failures.js';
import { ReadModelNotBuiltError, type Damage, type LivePointer, type ReadModel } from '../storage/read-model.js';
import type { WrittenProgress } from '../storage/rows.js';
import { OtherShapeError } from '../storage/shape.js';
import type { GenerationRecord, ReadModelStorage } from '../storage/storage.js';
import { liveAmong, liveGeneration } from './live-generation.js';
import { openGeneration, type OpenGeneration } from './readers.js';
import { notBuilt } from './rebuild-instead.js';
import { unreadGeneration } from './unread-generation.js';

/** How often it checks whether another process has moved the pointer, in milliseconds. */
const LOOK_EVERY = 500;

/**
 * A read model over the generations of a storage. Reads go to the live generation; when the pointer moves, readers are
 * switched once the new one is as far as theirs, so that figures never step back. Closing it closes the storage.
 */
export async function followPointer(storage: ReadModelStorage): Promise<ReadModel> {
  const open = async ({ name, codeVersion }: GenerationRecord): Promise<OpenGeneration> =>
    openGeneration(await storage.open(name), codeVersion);
  const openLive = async (): Promise<OpenGeneration> => {
    const record = await liveGeneration(storage);
    try {
      return await open(record);
    } catch (error) {
      if (error instanceof OtherShapeError) {
        incompatible = error.message;
        return openGeneration(unreadGeneration(record, error), record.codeVersion);
      }
      if (!isDamage(error)) throw error;
      return open(await liveGeneration(storage, record.name));
    }
  };
  let incompatible: string | undefined;
  let live = await openLive();
  let reading = live;
  let withheld = incompatible === undefined ? undefined : notBuilt(incompatible);
  let foreign: string | undefined;
  let damage: Damage | undefined;
  let closed = false;
  const retiring = new Set<Promise<void>>();
  const listeners = new Set<() => void>();

  const retire = (generation: OpenGeneration): void => {
    const done = generation.retire().catch(() => undefined);
    retiring.add(done);
    void done.then(() => retiring.delete(done));
  };
  const setForeign = (who: string): void => {
    const isNews = foreign === undefined;
    const shows = withheld === undefined ? `goes on showing generation ${reading.generation.name}` : 'shows no figures';
    foreign = `${who}: it ${shows} and writes nothing until it is upgraded or the other is rolled back.`;
    if (isNews) for (const reported of listeners) reported();
  };
  const follow = async (): Promise<void> => {
    const record = liveAmong(await storage.generations());
    if (closed || !record || record.name === live.generation.name) {
      if (record) foreign = undefined;
      return;
    }
    if (record.codeVersion !== PROJECTION_VERSION) {
      setForeign(
        `Version ${record.codeVersion} of the projections has made generation ${record.name} live, and this instance has version ${PROJECTION_VERSION}`,
      );
      return;
    }
    let next: OpenGeneration;
    try {
      next = await open(record);
    } catch (error) {
      if (!(error instanceof OtherShapeError)) throw error;
      setForeign(`${error.message.replace(/\.$/, '')}, and it has been made live`);
      return;
    }
    foreign = undefined;
    if (live !== reading) retire(live);
    live = next;
    damage = undefined;
    incompatible = undefined;
    for (const reported of listeners) reported();
  };
  const bringOver = async (): Promise<boolean> => {
    const [from, to] = [reading, live];
    if (from === to) return withheld === undefined;
    const next = await to.generation.rows.progress();
    // A generation that was dropped meanwhile holds nobody back.
    const theirs = await from.generation.rows.progress().catch(() => undefined);
    if (withheld === undefined && theirs && !goesOnFrom(theirs, next)) return false;
    if (reading !== from || live !== to) return false;
    reading = to;
    withheld = undefined;
    retire(from);
    return true;
  };
  const look = inOneGo(async () => {
    await follow();
    await bringOver();
  });

  const pointer: LivePointer = {
    live: () => live.generation,
    foreign: () => foreign,
    progress: () => reading.generation.rows.progress(),
    look,
    served: () => (reading === live ? Promise.resolve(withheld === undefined) : look().then(() => reading === live)),
    withhold(why) {
      if (reading === live) withheld = why;
    },
    withheld: () => withheld,
    damaged(why) {
      if (damage !== undefined) return;
      const sentence = `Generation ${live.generation.name} of the read model is damaged (${why}).`;
      damage = { why, sentence };
      withheld = `${sentence} It is made again from the log: figures are there once that is done, and /v1/status says how far it is.`;
      for (const reported of listeners) reported();
    },
    damage: () => damage,
    incompatible: () => incompatible,
    onMove(reported) {
      listeners.add(reported);
      return () => listeners.delete(reported);
    },
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY).unref();

  const readModel: ReadModel = {
    description: storage.description,
    get generation() {
      return reading.generation.name;
    },
    storage,
    pointer,
    async read(read) {
      for (let attempt = 1; ; attempt += 1) {
        if (withheld !== undefined) throw new ReadModelNotBuiltError(withheld);
        const from = reading;
        try {
          return await from.read(read);
        } catch (error) {
          if (isDamage(error) && from === reading) {
            pointer.damaged(reasonOf(error));
            continue;
          }
          // Where its generation was dropped meanwhile, the read is repeated on its successor.
          await look().catch(() => undefined);
          if (from === reading || attempt > 1) throw error;
        }
      }
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await look().catch(() => undefined);
      await Promise.all([...new Set([reading, live])].map((generation) => generation.retire()));
      await Promise.all(retiring);
      await storage.close();
    },
  };
  return readModel;
}

/**
 * Whether a reader of one generation may be switched to the next: of the same ledger, as far, and with nobody writing
 * to the first any more. Whoever switches claims both, and whoever follows claims only the live one, for a higher
 * epoch.
 */
function goesOnFrom(theirs: WrittenProgress, next: WrittenProgress): boolean {
  const [one, other] = [theirs.identity.ledgerId, next.identity.ledgerId];
  const isSameLedger = one === undefined || other === undefined || one === other;
  return isSameLedger && next.epoch >= theirs.epoch && next.position >= theirs.position;
}

/** Work under way is shared by all who ask for it meanwhile, and done once more for those who asked after it began. */
function inOneGo(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const running = work().finally(() => {
      if (current === running) current = undefined;
    });
    current = running;
    return running;
  };
  return () => {
    if (!current) return begin();
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
}
