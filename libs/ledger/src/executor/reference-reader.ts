import {
  lineStream,
  plantStream,
  siteStream,
  type Category,
  type LineState,
  type PlantState,
  type References,
  type SiteState,
} from '@plant-ledger/domain';
import type { StreamState, StreamStates } from './stream-states.js';

/**
 * Answers a decider's look at plants, lines and sites, and notes what it looked at: what nobody remembers is read before
 * the decision is made again, and so is what a refusal rests on. What was read is held until the decision is made.
 */
export class ReferenceReader implements References {
  readonly #looked = new Map<string, Category>();
  readonly #read = new Map<string, StreamState>();
  #missing = false;

  constructor(private readonly states: StreamStates) {}

  readonly plant = (plant: string) => this.#look('plant', plantStream(plant)) as PlantState | undefined;
  readonly line = (plant: string, line: string) => this.#look('line', lineStream(plant, line)) as LineState | undefined;
  readonly site = (site: string) => this.#look('site', siteStream(site)) as SiteState | undefined;

  /** Whether a decision was made without something it looked at. */
  get incomplete(): boolean {
    return this.#missing;
  }

  /** Whether everything looked at has been read for this decision. */
  get confirmed(): boolean {
    return this.#looked.size === this.#read.size;
  }

  /** Reads what was looked at and not read before: only what is not remembered, or all of it. */
  async read(which: 'missing' | 'all'): Promise<void> {
    const wanted = [...this.#looked].filter(
      ([stream]) => !this.#read.has(stream) && (which === 'all' || !this.states.recall(stream)),
    );
    await Promise.all(
      wanted.map(async ([stream, category]) => {
        this.#read.set(stream, await this.states.read(category, stream, this.states.recall(stream)));
      }),
    );
    this.#missing = false;
  }

  #look(category: Category, stream: string): unknown {
    this.#looked.set(stream, category);
    const known = this.#read.get(stream) ?? this.states.recall(stream);
    if (!known) this.#missing = true;
    return known?.state;
  }
}
