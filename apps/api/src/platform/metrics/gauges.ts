import { Counter, Gauge, type Registry } from 'prom-client';

/** Without a value there is no series. */
type Value = number | boolean | null | undefined;

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: Value;
}

type Read<Value> = () => Value | Promise<Value>;

/** Metrics whose values are read when they are scraped, and kept nowhere; true is 1, and false 0. */
export class Collected {
  constructor(private readonly registry: Registry) {}

  gauge(name: string, help: string, read: Read<Value>): void {
    this.gauges(name, help, [], async () => [{ labels: {}, value: await read() }]);
  }

  counter(name: string, help: string, read: Read<number>): void {
    this.counters(name, help, [], async () => [{ labels: {}, value: await read() }]);
  }

  /** A gauge with a series for each sample. */
  gauges(name: string, help: string, labelNames: readonly string[], read: Read<readonly Sample[]>): void {
    const gauge: Gauge = new Gauge({
      ...this.#shape(name, help, labelNames),
      async collect() {
        const samples = known(await read());
        gauge.reset();
        // A gauge without labels starts with 0, which would be reported where there is no value.
        if (labelNames.length === 0 && samples.length === 0) gauge.remove();
        for (const { labels, value } of samples) gauge.set(labels, value);
      },
    });
  }

  counters(name: string, help: string, labelNames: readonly string[], read: Read<readonly Sample[]>): void {
    const counter: Counter = new Counter({
      ...this.#shape(name, help, labelNames),
      async collect() {
        const samples = known(await read());
        counter.reset();
        for (const { labels, value } of samples) counter.inc(labels, value);
      },
    });
  }

  #shape(name: string, help: string, labelNames: readonly string[]) {
    return { name, help, labelNames: [...labelNames], registers: [this.registry] };
  }
}

function known(samples: readonly Sample[]) {
  return samples.flatMap(({ labels, value }) =>
    value === null || value === undefined ? [] : [{ labels, value: Number(value) }],
  );
}
