import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Failure, reasonOf } from '../failure.js';
import type { Listed } from './tally.js';

/** The file with every event that was not accepted, one JSON object a line. */
export interface ReportFile {
  write(listed: readonly Listed[]): Promise<void>;
  close(): Promise<void>;
}

/** @throws Failure when the file cannot be written. */
export async function openReportFile(file: string): Promise<ReportFile> {
  const unwritable = (error: unknown) => new Failure(`The report ${file} cannot be written: ${reasonOf(error)}.`);
  const stream = createWriteStream(file);
  let failure: unknown;
  stream.on('error', (error) => (failure = error));
  await once(stream, 'open').catch((error: unknown) => {
    throw unwritable(error);
  });
  return {
    async write(listed) {
      if (failure !== undefined) throw unwritable(failure);
      if (listed.length > 0 && !stream.write(listed.map((one) => `${JSON.stringify(one)}\n`).join('')))
        await once(stream, 'drain').catch((error: unknown) => {
          throw unwritable(error);
        });
    },
    async close() {
      stream.end();
      await finished(stream).catch((error: unknown) => {
        throw unwritable(error);
      });
    },
  };
}

export const noReportFile: ReportFile = { write: async () => {}, close: async () => {} };
