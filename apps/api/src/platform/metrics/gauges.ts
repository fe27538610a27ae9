import { Counter, Gauge, type Registry } from 'prom-client';

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

type Read = () => readonly Sample[] | Promise<readonly Sample[]>;

/** Metrics whose values are read when they are scraped, and kept nowhere. */
export interface Collected {
  gauge(name: string, help: string, labels: readonly string[], read: Read): void;
  counter(name: string, help: string, labels: readonly string[], read: Read): void;
}

export function collected(registry: Registry): Collected {
  return {
    gauge(name, help, labelNames, read) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
        async collect() {
          const samples = await read();
          gauge.reset();
          // A gauge without labels starts with 0, which would be reported where there is no value.
          if (labelNames.length === 0 && samples.length === 0) gauge.remove();
          for (const { labels = {}, value } of samples) gauge.set(labels, value);
        },
      });
    },
    counter(name, help, labelNames, read) {
      const counter: Counter = new Counter({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
        async collect() {
          const samples = await read();
          counter.reset();
          for (const { labels = {}, value } of samples) counter.inc(labels, value);
        },
      });
    },
  };
}
