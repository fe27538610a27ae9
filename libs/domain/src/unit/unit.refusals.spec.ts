import { THEN_RETRY } from '../decision.js';
import type { RuleCode } from '../rules.js';
import { refusalText } from './unit.refusals.js';
import { NEW_UNIT } from './unit.state.js';

describe('the sentence of a refusal that something else may put right', () => {
  it.each<RuleCode>([
    'unit-held',
    'not-held',
    'not-delivered',
    'unit-delivered',
    'unit-scrapped',
    'occurred-before-production',
    'already-delivered',
  ])('says that the event has to be retried then, as sending it again is not enough: %s', (code) => {
    const text = refusalText(code, NEW_UNIT, 'UnitDelivered');
    expect(text).toContain(THEN_RETRY);
    expect(text).not.toMatch(/send (this|it) again/i);
  });

  it('names the ways of a retry', () => {
    expect(THEN_RETRY).toMatch(/\?retry=true.*import --retry.*quarantine.*merely sent again, it is answered as now/);
  });
});
