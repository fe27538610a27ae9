import { assumptions, report } from '../../../simulator/src/index.js';
import { assumptionsText } from './assumptions-text.js';

describe('what the scenario assumes', () => {
  const lines = assumptionsText().split('\n');
  const words = assumptionsText().replace(/\s+/g, ' ');

  it('is told with every key that an event may name, and its reason', () => {
    for (const [key, { assumption }] of Object.entries(assumptions)) {
      expect(lines).toContain(key);
      expect(words).toContain(assumption);
    }
  });

  it('stands beside every milestone of the report', () => {
    for (const { id, title } of report.milestones) expect(words).toContain(`${id} ${title} by 2024-12-31`);
  });

  it('is told in numbers a person reads, on lines of at most 100 characters', () => {
    expect(words).toContain('from 2024-07-01 to 2024-07-28, count 10,150');
    expect(words).not.toMatch(/\[object|undefined|\{/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });
});
