import { Registry } from 'prom-client';
import { keptFigures, keptProbabilities, type Figures, type Probability } from './figures.js';
import { Collected } from './gauges.js';
import { registerFigures } from './register-figures.js';

const FIGURES: Figures = {
  booksBalanced: false,
  quarantine: [{ state: 'rejected', code: 'invalid-vin', entries: 3, oldestSeconds: 7 }],
  milestones: [{ milestone: 'ten', metric: 'produced', value: 3, target: 10, progress: 0.3 }],
  targets: [{ metric: 'produced', plant: 'p-1', model: '', value: 3, target: 0, attainment: null }],
  lines: [{ plant: 'p-1', line: 'a', state: 'running' }],
};

const PROBABILITIES: Probability[] = [{ milestone: 'ten', metric: 'produced', probability: 0.25 }];

const reported = async (
  figures: () => Promise<Figures | undefined>,
  probabilities: () => Promise<readonly Probability[] | undefined> = async () => undefined,
): Promise<string[]> => {
  const registry = new Registry();
  registerFigures(new Collected(registry), figures, probabilities);
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
};

describe('metrics of the figures', () => {
  it('tell what is known, and nothing of what is not', async () => {
    expect(
      await reported(
        async () => FIGURES,
        async () => PROBABILITIES,
      ),
    ).toEqual([
      'ledger_read_model_readable 1',
      'ledger_books_balanced 0',
      'ledger_quarantine_open_events{state="rejected",code="invalid-vin"} 3',
      'ledger_quarantine_oldest_seconds{state="rejected",code="invalid-vin"} 7',
      'ledger_line_halted{plant="p-1",line="a"} 0',
      'ledger_milestone_value{milestone="ten",metric="produced"} 3',
      'ledger_milestone_target{milestone="ten",metric="produced"} 10',
      'ledger_milestone_progress_ratio{milestone="ten",metric="produced"} 0.3',
      'ledger_milestone_probability_ratio{milestone="ten",metric="produced"} 0.25',
      'ledger_month_value{metric="produced",plant="p-1",model=""} 3',
      'ledger_month_target{metric="produced",plant="p-1",model=""} 0',
    ]);
  });

  it('are left out while the read model cannot be read: no old figure stands for a new one', async () => {
    expect(await reported(keptFigures(() => Promise.reject(new Error('away'))))).toEqual([
      'ledger_read_model_readable 0',
    ]);
  });

  it('are left out when the read model takes too long, and the scrape is answered', async () => {
    const began = performance.now();
    expect(await reported(keptFigures(() => new Promise<Figures>(() => undefined)))).toEqual([
      'ledger_read_model_readable 0',
    ]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('are read once for all who ask within some seconds', async () => {
    let reads = 0;
    const figures = keptFigures(async () => {
      reads += 1;
      return FIGURES;
    });
    await Promise.all([reported(figures), reported(figures)]);
    await reported(figures);
    expect(reads).toBe(1);
  });

  it('have the former probabilities while forecasts are being made, and none where they failed', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    try {
      const answers = [Promise.resolve(PROBABILITIES), new Promise<Probability[]>(() => undefined)];
      const probabilities = keptProbabilities(() => answers.shift() ?? Promise.reject(new Error('away')));
      expect(await probabilities()).toEqual(PROBABILITIES);
      jest.advanceTimersByTime(61_000);
      const asked = probabilities();
      await jest.advanceTimersByTimeAsync(3_000);
      expect(await asked).toEqual(PROBABILITIES);
      expect(await keptProbabilities(() => Promise.reject(new Error('away')))()).toBeUndefined();
    } finally {
      jest.useRealTimers();
    }
  });

  it('are told while forecasts take long', async () => {
    const never = keptProbabilities(() => new Promise<Probability[]>(() => undefined));
    expect(await reported(async () => FIGURES, never)).toContain('ledger_read_model_readable 1');
  });
});
