const NEWLINE = 0x0a;
/** A longer line is yielded in pieces; intake refuses it anyway. */
const LONGEST_HELD = 1024 * 1024;

/** Why the input ended early. */
export interface Ending {
  failure?: Error;
}

/**
 * Yields whole lines and counts them. When reading fails, an incomplete last line is dropped and the stream ends
 * normally, so that what came before is still recorded and reported; `ending` then says why.
 */
export async function* wholeLines(
  chunks: AsyncIterable<Buffer>,
  read: { lines: number },
  ending: Ending,
): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldLength = 0;
  for await (const chunk of untilFailure(chunks, ending)) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const whole = heldLength > 0 ? Buffer.concat([...held, chunk.subarray(0, end)]) : chunk.subarray(0, end);
      read.lines += newlinesIn(chunk);
      held = [];
      heldLength = 0;
      yield whole;
    }
    const rest = chunk.subarray(end);
    heldLength += rest.length;
    if (rest.length > 0) held.push(rest);
    if (heldLength > LONGEST_HELD) {
      yield Buffer.concat(held);
      held = [];
      heldLength = 0;
    }
  }
  if (heldLength === 0 || ending.failure !== undefined) return;
  read.lines += 1;
  yield Buffer.concat(held);
}

/** Only a failure of the input counts: what a consumer throws in here when it stops is its own affair. */
async function* untilFailure(chunks: AsyncIterable<Buffer>, ending: Ending): AsyncGenerator<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((error: unknown) => {
        ending.failure = error as Error;
      });
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function newlinesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
