import { openLiveGeneration } from '../generations/live-generation.js';
import { madeByOther } from '../generations/misfit.js';
import { PROJECTION_VERSION } from '../projection/projection.js';
import { OtherShapeError } from '../storage/shape.js';
import type { Generation, ReadModelStorage } from '../storage/storage.js';
import type { Finding } from './report.js';

/** A live generation that another version has made, which cannot be compared with what this one makes. */
export interface OtherVersion {
  readonly generation: string;
  readonly why: string;
}

/** The live generation to compare with the log; the caller closes it. @throws NoReadModelError. */
export async function liveOfThisVersion(storage: ReadModelStorage): Promise<Generation | OtherVersion> {
  let live: Generation | undefined;
  try {
    live = await openLiveGeneration(storage);
    const { codeVersion } = await live.rows.progress();
    if (codeVersion === PROJECTION_VERSION) return live;
    await live.close();
    return { generation: live.name, why: madeByOther(codeVersion) };
  } catch (error) {
    if (error instanceof OtherShapeError) return { generation: error.generation, why: error.message };
    await live?.close();
    throw error;
  }
}

export function otherVersionFinding({ generation, why }: OtherVersion): Finding {
  const sentence = `${why} It was not compared with the log: a running service makes it anew by itself, and so does "ledger rebuild"; verify again then.`;
  return { check: 'read-model', sentence, details: { generation } };
}
