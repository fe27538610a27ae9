import { appendFile, readFile, stat } from 'node:fs/promises';

/**
 * Sessions that were signed out before they were over, in a file that instances share: a copied cookie ends with them, also
 * elsewhere and after a restart. A line each: its id, and when it would have been over.
 */
export class EndedSessions {
  readonly #ended = new Map<string, number>();
  /** Of the file as it was read last, bytes. */
  #read = 0;

  constructor(private readonly file: string) {}

  async add(id: string, expires: number): Promise<void> {
    this.#ended.set(id, expires);
    await appendFile(this.file, `${id} ${expires}\n`, { mode: 0o600 });
  }

  /** `now`: milliseconds since 1970 UTC. */
  async has(id: string, now: number): Promise<boolean> {
    await this.#catchUp(now);
    return this.#ended.has(id);
  }

  async #catchUp(now: number): Promise<void> {
    const size = await stat(this.file).then(
      (found) => found.size,
      () => 0,
    );
    if (size === this.#read) return;
    for (const line of (await readFile(this.file, 'utf8')).split('\n')) {
      const [id = '', expires = ''] = line.split(' ');
      if (Number(expires) > now) this.#ended.set(id, Number(expires));
    }
    for (const [id, expires] of this.#ended) if (expires <= now) this.#ended.delete(id);
    // Only now, so that nobody who asks meanwhile goes by less.
    this.#read = size;
  }
}
