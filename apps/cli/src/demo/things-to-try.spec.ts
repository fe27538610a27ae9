import { readCloudEvent } from '@plant-ledger/intake';
import { checkDigit } from '../../../simulator/src/vin.js';
import { su7Scenario } from '../../../simulator/src/index.js';
import { DEMO_CLOCK } from './demo-folder.js';
import { OWN_UNIT, thingsToTry } from './things-to-try.js';

describe('the vehicle of your own', () => {
  it('is one that the ledger takes at the time of the demo', () => {
    const incoming = readCloudEvent({ ...OWN_UNIT }, { now: Date.parse(DEMO_CLOCK), earliest: 0 });
    expect(incoming).toMatchObject({ kind: 'event', event: { type: 'UnitProduced' } });
    expect(OWN_UNIT.data.vin.charAt(8)).toBe(checkDigit(OWN_UNIT.data.vin));
    expect(Date.parse(OWN_UNIT.time)).toBeLessThan(Date.parse(DEMO_CLOCK));
  });

  it('is none of the scenario, and happens after it', () => {
    for (const { time, data } of su7Scenario({ scale: 0.01 })) {
      expect(data.vin).not.toBe(OWN_UNIT.data.vin);
      expect(Date.parse(time)).toBeLessThan(Date.parse(OWN_UNIT.time));
    }
  });
});

describe('the things to try', () => {
  it('are three commands of one line each, safe for a shell', () => {
    const things = thingsToTry('http://127.0.0.1:3000', '161472');
    expect(things).toHaveLength(3);
    for (const { command } of things) {
      expect(command).toMatch(/^curl -s '?http:\/\/127\.0\.0\.1:3000\/v1\//);
      expect(command.split("'")).toHaveLength(command.includes('-d') ? 5 : 3);
      expect(command).not.toContain('\n');
    }
  });
});
