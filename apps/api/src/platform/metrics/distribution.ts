import { Histogram, type HistogramConfiguration } from 'prom-client';

/** Observations counted in buckets: an addition each, so that it can be done for every event. */
export interface Distribution {
  /** Upper limits of the buckets, rising; what is beyond the last is only counted in all. */
  readonly bounds: readonly number[];
  observe(value: number): void;
  /** Observations so far: in each bucket alone, in all, and their sum. */
  read(): { readonly buckets: readonly number[]; readonly count: number; readonly sum: number };
}

export function distribution(bounds: readonly number[]): Distribution {
  const buckets = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    bounds,
    observe(value) {
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] ?? Infinity)) bucket += 1;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      sum += value;
    },
    read: () => ({ buckets: [...buckets.subarray(0, -1)], count: buckets.reduce((all, one) => all + one, 0), sum }),
  };
}

/** A distribution as a Prometheus histogram; prom-client's own would look its labels up at every observation. */
export class DistributionHistogram extends Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #of: Distribution;

  constructor(configuration: Omit<HistogramConfiguration<string>, 'buckets' | 'labelNames'>, of: Distribution) {
    super({ ...configuration, buckets: [...of.bounds] });
    this.#name = configuration.name;
    this.#help = configuration.help;
    this.#of = of;
  }

  /** What the registry asks for when it writes text. */
  async getForPromString() {
    const { buckets, count, sum } = this.#of.read();
    let upTo = 0;
    const values = this.#of.bounds.map((bound, index) => {
      upTo += buckets[index] ?? 0;
      return { metricName: `${this.#name}_bucket`, labels: { le: bound }, value: upTo };
    });
    const rest = [
      { metricName: `${this.#name}_bucket`, labels: { le: '+Inf' }, value: count },
      { metricName: `${this.#name}_sum`, labels: {}, value: sum },
      { metricName: `${this.#name}_count`, labels: {}, value: count },
    ];
    return { name: this.#name, help: this.#help, type: 'histogram', aggregator: 'sum', values: [...values, ...rest] };
  }
}
