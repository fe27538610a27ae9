import type { MilestoneView } from '@plant-ledger/contract';
import { principal } from './principal.js';

const milestone = (id: string, state: string, due: string, metric = 'delivered') =>
  ({ id, state, due, metric }) as MilestoneView;

describe('the milestone that the page speaks of', () => {
  it('is an open one, though an older one was missed or reached', () => {
    const milestones = [
      milestone('missed', 'missed', '2024-01-31'),
      milestone('reached', 'reached', '2024-02-28'),
      milestone('running', 'on-track', '2024-12-31'),
      milestone('later', 'late', '2025-12-31'),
    ];
    expect(principal(milestones, undefined)?.id).toBe('running');
    expect(principal(milestones, 'missed')?.id).toBe('missed');
  });

  it('counts vehicles rather than sites, and was not withdrawn', () => {
    const milestones = [
      milestone('withdrawn', 'withdrawn', '2024-01-31'),
      milestone('cities', 'on-track', '2024-02-28', 'cities'),
      milestone('produced', 'on-track', '2024-12-31', 'produced'),
    ];
    expect(principal(milestones, undefined)?.id).toBe('produced');
  });
});
