import { openLedger, ReportingZoneError } from './open-ledger.js';
import { recorded, temporaryStore, type TemporaryStore } from './testing/temporary-store.js';

let log: TemporaryStore;
beforeEach(async () => {
  log = await temporaryStore();
});
afterEach(() => log.remove());

describe('a ledger that is opened', () => {
  it('begins with LedgerOpened, written once', async () => {
    const first = await openLedger(log.store, 'Asia/Shanghai', Date.parse('2024-01-01T00:00:00Z'));
    const again = await openLedger(log.store, 'Asia/Shanghai', Date.parse('2024-02-01T00:00:00Z'));
    expect(again).toEqual(first);
    expect(await recorded(log.store)).toEqual([
      expect.objectContaining({ type: 'LedgerOpened', stream: 'ledger', revision: 0, data: first }),
    ]);
  });

  it('by several at once has one opening, and all of them are told its id', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => openLedger(log.store, 'UTC', 0)));
    expect(new Set(opened.map(({ ledgerId }) => ledgerId)).size).toBe(1);
    expect(await recorded(log.store)).toHaveLength(1);
  });

  it('by another name of its zone is opened as it was', async () => {
    const first = await openLedger(log.store, 'Europe/Kiev', 0);
    expect(await openLedger(log.store, 'Europe/Kyiv', 0)).toEqual(first);
    expect(await openLedger(log.store, 'EUROPE/KIEV', 0)).toEqual(first);
  });

  it('in another reporting zone is refused, with what to do', async () => {
    await openLedger(log.store, 'Asia/Shanghai', 0);
    const refused = openLedger(log.store, 'UTC', 0);
    await expect(refused).rejects.toThrow(ReportingZoneError);
    await expect(refused).rejects.toThrow(
      'This log was opened with the reporting zone Asia/Shanghai; LEDGER_TIME_ZONE says UTC. ' +
        'The zone never changes: set LEDGER_TIME_ZONE=Asia/Shanghai, or use another log.',
    );
    expect(await recorded(log.store)).toHaveLength(1);
  });
});
