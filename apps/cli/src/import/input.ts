import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { codeOf, Failure, reasonOf } from '../failure.js';

/** The input: its bytes, and how far it has been read. */
export interface Input {
  /** Undefined for standard input, whose length is unknown. */
  readonly size: number | undefined;
  readonly chunks: AsyncIterable<Buffer>;
  /** Bytes and lines yielded so far. */
  readonly read: { bytes: number; lines: number };
}

/**
 * Opens a file, or standard input for `-`.
 * @throws Failure when it cannot be read.
 */
export async function openInput(file: string, signal: AbortSignal): Promise<Input> {
  const read = { bytes: 0, lines: 0 };
  const size = file === '-' ? undefined : await sizeOf(file);
  const stream = file === '-' ? addAbortSignal(signal, process.stdin) : createReadStream(file, { signal });
  // A failure reaches whoever reads, opened or not; until then it must not count as unhandled.
  stream.on('error', () => undefined);
  return { size, read, chunks: counted(stream as AsyncIterable<Buffer>, file, read) };
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new Failure(`${file} is a folder, not a file.`);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    throw error instanceof Failure ? error : unreadable(file, error);
  }
}

async function* counted(stream: AsyncIterable<Buffer>, file: string, read: Input['read']): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
      read.bytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw codeOf(error) === 'ABORT_ERR' ? new Failure('It was interrupted.') : unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): Failure {
  return new Failure(`${file === '-' ? 'Standard input' : file} cannot be read: ${reasonOf(error)}.`);
}
