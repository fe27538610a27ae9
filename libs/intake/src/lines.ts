import { breather } from '@plant-ledger/ledger';
import pTimeout from 'p-timeout';
import { GrowingBytes } from './growing-bytes.js';
import { withoutMark } from './json.js';

/** A line of a stream, or the notice that one was too long; `line` counts from 1. */
export type Line =
  { readonly line: number; readonly bytes: Buffer } | { readonly line: number; readonly tooLong: true };

export interface LineLimits {
  /** Longest line, in bytes; a longer one is skipped and reported. */
  readonly longest: number;
  /** Most lines of one group, and about how many bytes they may be together. */
  readonly most: number;
  readonly mostBytes?: number;
  /** How long a group waits for more lines before it is yielded, milliseconds. */
  readonly patience: number;
  /** Called with the bytes held at the moment, including those of a group until the next one is asked for. */
  readonly holding?: ((bytes: number) => void) | undefined;
}

/** Splits a stream of bytes into groups of lines, without empty ones, in constant memory. */
export async function* linesOf(chunks: AsyncIterable<Buffer | string>, limits: LineLimits): AsyncGenerator<Line[]> {
  const cutter = new LineCutter(limits);
  const reportHeld = (rest?: Buffer) => limits.holding?.(cutter.held + (rest?.length ?? 0));
  const iterator = chunks[Symbol.asyncIterator]();
  const breathe = breather();
  try {
    let pending = iterator.next();
    for (;;) {
      if (cutter.group.length > 0 && !(await arrivesWithin(pending, limits.patience))) {
        yield cutter.take();
        reportHeld();
      }
      const result = await pending;
      if (result.done) break;
      const bytes = typeof result.value === 'string' ? Buffer.from(result.value) : result.value;
      pending = iterator.next();
      // A failure between two chunks is thrown when the second is awaited; until then it must not count as unhandled.
      pending.catch(() => undefined);
      for (let rest: Buffer | undefined = bytes; rest;) {
        rest = cutter.cut(rest);
        reportHeld(rest);
        await breathe();
        if (!cutter.isFull) continue;
        yield cutter.take();
        reportHeld(rest);
      }
    }
    cutter.end();
    if (cutter.group.length > 0) yield cutter.take();
    reportHeld();
  } finally {
    await iterator.return?.();
  }
}

/** What came before a failure is yielded before the failure is thrown. */
function arrivesWithin(pending: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const arrived = pending.then(
    () => true,
    () => false,
  );
  return pTimeout(arrived, { milliseconds: Math.max(1, milliseconds), fallback: () => false });
}

const NEWLINE = 0x0a;

class LineCutter {
  group: Line[] = [];
  #groupBytes = 0;
  readonly #carried = new GrowingBytes();
  #overlong = false;
  #line = 0;

  constructor(private readonly limits: LineLimits) {}

  get isFull(): boolean {
    return this.group.length >= this.limits.most || this.#groupBytes >= (this.limits.mostBytes ?? Infinity);
  }

  get held(): number {
    return this.#groupBytes + this.#carried.held;
  }

  take(): Line[] {
    const { group } = this;
    this.group = [];
    this.#groupBytes = 0;
    return group;
  }

  /** Splits until the group is full; returns the bytes not read yet. */
  cut(bytes: Buffer): Buffer | undefined {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (end - start <= 1 && this.#isBlankSoFar && isSpaceOrNone(bytes, start, end)) this.#line += 1;
      else this.#endLine(bytes.subarray(start, end));
      start = end + 1;
      if (this.isFull) return start < bytes.length ? bytes.subarray(start) : undefined;
    }
    this.#carry(bytes.subarray(start));
    return undefined;
  }

  end(): void {
    if (this.#carried.length > 0 || this.#overlong) this.#endLine(Buffer.alloc(0));
  }

  /** Nothing of the line has come before. */
  get #isBlankSoFar(): boolean {
    return this.#carried.length === 0 && !this.#overlong;
  }

  #carry(rest: Buffer): void {
    if (rest.length === 0 || this.#overlong) return;
    // A copy: the chunk it is cut from need not be kept in memory for the few bytes at its end.
    this.#carried.add(Buffer.from(rest));
    if (this.#carried.length <= this.limits.longest) return;
    this.#overlong = true;
    this.#carried.take();
  }

  #endLine(last: Buffer): void {
    this.#line += 1;
    const bytes = this.#carried.length > 0 ? Buffer.concat([this.#carried.take(), last]) : last;
    if (this.#overlong || bytes.length > this.limits.longest) this.group.push({ line: this.#line, tooLong: true });
    else if (!isBlank(withoutMark(bytes))) {
      this.group.push({ line: this.#line, bytes });
      this.#groupBytes += bytes.length;
    }
    this.#overlong = false;
  }
}

/** Empty lines by the million must cost next to nothing. */
function isSpaceOrNone(bytes: Buffer, start: number, end: number): boolean {
  return start === end || isSpace(bytes[start] ?? 0);
}

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0d || byte === 0x09;

function isBlank(bytes: Buffer): boolean {
  return bytes.length <= 64 && bytes.every(isSpace);
}
