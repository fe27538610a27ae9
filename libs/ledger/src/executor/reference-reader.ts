import {
  lineStream,
  plantStream,
  siteStream,
  type LineState,
  type PlantState,
  type References,
  type SiteState,
} from '@plant-ledger/domain';
import type { Aggregate, Aggregates } from '../aggregate.js';
import type { StreamState, StreamStates } from './stream-states.js';

/** What a decider gets to read plants, lines and sites, with a record of what it read. */
export interface DependingReferences extends References {
  /** Of the plants and sites that are registered. */
  zonesInUse(): readonly string[];
  /** Whether a decision was made without something it depends on. */
  readonly incomplete: boolean;
  /** Whether everything it depends on has been read for this decision. */
  readonly confirmed: boolean;
}

/** Placeholder for zones not read yet: the decision is made again when they are. */
const UNKNOWN_ZONES = ['UTC'];

type Referred = Pick<Aggregates, 'plant' | 'line' | 'site'>;

/** Answers from cached states only: enough for nearly every decision, and costs nearly nothing. */
export class RememberedReferences implements DependingReferences {
  incomplete = false;

  constructor(protected readonly states: StreamStates) {}

  get confirmed(): boolean {
    return false;
  }

  plant(plant: string): PlantState | undefined {
    return this.look('plant', plantStream(plant)) as PlantState | undefined;
  }

  line(plant: string, line: string): LineState | undefined {
    return this.look('line', lineStream(plant, line)) as LineState | undefined;
  }

  site(site: string): SiteState | undefined {
    return this.look('site', siteStream(site)) as SiteState | undefined;
  }

  zonesInUse(): readonly string[] {
    this.incomplete = true;
    return UNKNOWN_ZONES;
  }

  protected look(_kind: keyof Referred, stream: string): unknown {
    const known = this.states.recall(stream);
    if (!known) this.incomplete = true;
    return known?.state;
  }
}

/**
 * Records what a decider reads: what is not cached is read before the decision is made again, and so is what a refusal
 * rests on. What was read is kept until the decision is made.
 */
export class ReferenceReader extends RememberedReferences {
  readonly #dependencies = new Map<string, Aggregate>();
  readonly #read = new Map<string, StreamState>();
  #zones: readonly string[] | undefined;
  #asksForZones = false;

  constructor(
    states: StreamStates,
    private readonly aggregates: Referred,
    private readonly readZones: () => Promise<readonly string[]> = () => Promise.resolve(UNKNOWN_ZONES),
  ) {
    super(states);
  }

  override get confirmed(): boolean {
    return this.#dependencies.size === this.#read.size;
  }

  override zonesInUse(): readonly string[] {
    this.#asksForZones = true;
    return this.#zones ?? super.zonesInUse();
  }

  /** Reads what is depended on and was not read before: only what is not cached, or all of it. */
  async read(which: 'missing' | 'all'): Promise<void> {
    const wanted = [...this.#dependencies].filter(
      ([stream]) => !this.#read.has(stream) && (which === 'all' || !this.states.recall(stream)),
    );
    await Promise.all(
      wanted.map(async ([stream, aggregate]) => {
        this.#read.set(stream, await this.states.read(aggregate, stream, this.states.recall(stream)));
      }),
    );
    if (this.#asksForZones) this.#zones ??= await this.readZones();
    this.incomplete = false;
  }

  protected override look(kind: keyof Referred, stream: string): unknown {
    this.#dependencies.set(stream, this.aggregates[kind]);
    return this.#read.has(stream) ? this.#read.get(stream)?.state : super.look(kind, stream);
  }
}
