import {
  categoryOf,
  EVENT_SCHEMAS,
  isEventType,
  lineStream,
  plantStream,
  quarantineStream,
  siteStream,
  streamOf,
} from './catalog.js';
import { VIN } from './testing/facts.js';

describe('the catalog of events', () => {
  it('names every event a source may send, and its kind', () => {
    const kinds = Object.keys(EVENT_SCHEMAS)
      .filter(isEventType)
      .map((type) => `${categoryOf(type)} ${type}`);
    expect(kinds).toEqual([
      'unit UnitProduced',
      'unit UnitHeld',
      'unit UnitReleased',
      'unit UnitShipped',
      'unit UnitReceived',
      'unit UnitDelivered',
      'unit UnitReturned',
      'unit UnitScrapped',
      'unit UnitEventVoided',
      'unit UnitEventCorrected',
      'line LineCommissioned',
      'line LineRateChanged',
      'line LineHalted',
      'line LineResumed',
      'line LineEventVoided',
      'line LineEventCorrected',
      'plant PlantRegistered',
      'plant PlantCapacityChanged',
      'target MonthlyTargetSet',
      'milestone MilestoneDefined',
      'milestone MilestoneRevised',
      'milestone MilestoneWithdrawn',
      'site SiteOpened',
      'site SiteClosed',
      'site SiteEventVoided',
      'month MonthClosed',
      'month MonthReopened',
    ]);
  });

  it('holds nothing that only the ledger itself writes, nor what objects have by nature', () => {
    for (const type of [
      'UnitFactParked',
      'UnitParkedFactSettled',
      'EventQuarantined',
      'LedgerOpened',
      'toString',
      '__proto__',
      'unitProduced',
      '',
    ])
      expect(isEventType(type)).toBe(false);
  });

  it('gives each thing its own stream', () => {
    expect(streamOf('UnitHeld', { vin: VIN })).toBe(`unit-${VIN}`);
    expect(streamOf('LineHalted', { plant: 'bj-1', line: 'l-1' })).toBe(lineStream('bj-1', 'l-1'));
    expect(lineStream('bj-1', 'l-1')).toBe('line-bj-1.l-1');
    expect(streamOf('PlantCapacityChanged', { plant: 'bj-1' })).toBe(plantStream('bj-1'));
    expect(streamOf('SiteClosed', { site: 's-1' })).toBe(siteStream('s-1'));
    expect(streamOf('MonthClosed', { month: '2024-07' })).toBe('month-2024-07');
    expect(streamOf('MilestoneWithdrawn', { milestone: 'm-1' })).toBe('milestone-m-1');
    expect(quarantineStream('e-1')).toBe('quarantine-e-1');
    expect(streamOf('MonthlyTargetSet', { metric: 'produced', month: '2024-07', model: 'SU7' })).toBe(
      'target-produced.all.SU7.2024-07',
    );
  });

  it('keeps things apart whose names hold what separates them', () => {
    expect(lineStream('a.b', 'c')).toBe('line-a%2Eb.c');
    expect(lineStream('a', 'b.c')).toBe('line-a.b%2Ec');
    expect(streamOf('MilestoneWithdrawn', { milestone: 'ID. Buzz' })).toBe('milestone-ID%2E%20Buzz');
    expect(streamOf('SiteClosed', { site: '上海/1' })).toBe('site-%E4%B8%8A%E6%B5%B7%2F1');
    const target = { metric: 'produced', month: '2024-07', plant: 'a.b', model: '100%' };
    expect(streamOf('MonthlyTargetSet', target)).toBe('target-produced.a%2Eb.100%25.2024-07');
  });
});
