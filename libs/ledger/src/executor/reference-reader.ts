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
import type { StreamStates } from './stream-states.js';

/**
 * Answers a decider's look at plants, lines and sites from remembered states, and notes what it looked at: what was
 * missing is read before the decision is made again, what a refusal rests on is read anew.
 */
export class ReferenceReader implements References {
  readonly #looked = new Map<string, Category>();
  #missing = false;

  constructor(private readonly states: StreamStates) {}

  readonly plant = (plant: string) => this.#look('plant', plantStream(plant)) as PlantState | undefined;
  readonly line = (plant: string, line: string) => this.#look('line', lineStream(plant, line)) as LineState | undefined;
  readonly site = (site: string) => this.#look('site', siteStream(site)) as SiteState | undefined;

  get incomplete(): boolean {
    return this.#missing;
  }

  get looked(): number {
    return this.#looked.size;
  }

  /** Reads what was looked at: only what is not remembered, or all of it anew. */
  async read(which: 'missing' | 'all'): Promise<void> {
    const wanted = [...this.#looked].filter(([stream]) => which === 'all' || !this.states.recall(stream));
    await Promise.all(
      wanted.map(([stream, category]) => this.states.read(category, stream, this.states.recall(stream))),
    );
    this.#missing = false;
  }

  #look(category: Category, stream: string): unknown {
    this.#looked.set(stream, category);
    const known = this.states.recall(stream);
    if (!known) this.#missing = true;
    return known?.state;
  }
}
