import { open } from 'node:fs/promises';
import { Failure, reasonOf } from '../failure.js';
import type { Listed } from './tally.js';

/** The file with every event that was not accepted, one JSON object a line. */
export interface ReportFile {
  write(listed: readonly Listed[]): Promise<void>;
  close(): Promise<void>;
}

/** @throws Failure when the file cannot be written. */
export async function openReportFile(file: string): Promise<ReportFile> {
  const unwritable = (error: unknown) => {
    throw new Failure(`The report ${file} cannot be written: ${reasonOf(error)}.`);
  };
  const opened = await open(file, 'w').catch(unwritable);
  return {
    write: (listed) => opened.appendFile(listed.map((one) => `${JSON.stringify(one)}\n`).join('')).catch(unwritable),
    close: () => opened.close().catch(unwritable),
  };
}

export const noReportFile: ReportFile = { write: async () => {}, close: async () => {} };
