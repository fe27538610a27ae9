import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf, said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { delivered, event, eventIdFor, newVin, places, produced, type TestEvent } from '../support/events.js';
import { startTestService, type TestService } from '../support/service.js';

describeOnEachEngine('values of unknown fields, which may be personal,', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ engine });
    await service.send.batch(places());
  });
  afterAll(() => service.close());

  it('are nowhere in the log, the quarantine or on the disk; only the names of the fields are', async () => {
    const vin = newVin();
    const secret = () => `SECRET-${randomUUID()}`;
    const reference = { source: '//mes', id: '1', owner: secret() };
    const reported: [TestEvent, string[]][] = [
      [delivered(vin, { data: { vin, site: 'd-1', customer: secret() } }), ['/data/customer']],
      [delivered(vin, { data: { vin, site: 'd-1', buyer: { name: secret(), phones: [secret()] } } }), ['/data/buyer']],
      [event('CustomerMoved', { name: secret(), street: { house: secret() } }), ['/data/name', '/data/street']],
      [event('UnitDelivered', secret() as never), ['/data']],
      [event('UnitDelivered', [secret()] as never), ['/data']],
      [event('UnitEventVoided', { vin, voids: reference, reason: 'x' }), ['/data/voids/owner']],
      [
        event('UnitEventCorrected', {
          vin,
          corrects: { source: 'a', id: 'b' },
          changes: { owner: secret() },
          reason: 'x',
        }),
        ['/data/changes/owner'],
      ],
      [event('UnitHeld', { vin, reason: 'x', 'a/b~c': secret() }), ['/data/a~1b~0c']],
      [event('UnitHeld', JSON.parse(`{"vin":"${vin}","reason":"x","__proto__":"${secret()}"}`)), ['/data/__proto__']],
      [event('UnitHeld', { vin, reason: 'x' }, { customername: secret() }), []],
    ];
    await service.send.structured(produced(vin));
    for (const [sent] of reported) {
      await service.send.structured(sent);
      await service.send.stream([{ ...sent, id: `${sent.id}-in-a-stream` }]);
    }
    const { entries } = await service.read('/v1/quarantine?limit=1000');
    for (const [sent, withheld] of reported.filter(([, names]) => names.length > 0)) {
      const entry = entries.find(({ id }: { id: string }) => id === eventIdFor(sent));
      expect([sent.type, entry?.event.withheld]).toEqual([sent.type, withheld]);
    }
    const log = JSON.stringify(await service.log());
    expect(log).toContain('customer');
    expect(log + JSON.stringify(entries)).not.toContain('SECRET-');
    const files = await readdir(service.folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile()))
      expect([file.name, (await readFile(join(file.parentPath, file.name))).includes('SECRET-')]).toEqual([
        file.name,
        false,
      ]);
  });

  it('are not told in answers either', async () => {
    const sent = delivered(newVin(), { data: { vin: newVin(), site: 'd-1', customer: 'SECRET-2' } });
    const answers = [
      await service.send.structured(sent),
      await service.send.binary({ ...sent, id: 'secret-binary' }),
      await service.send.batch([{ ...sent, id: 'secret-batch' }]),
      await service.send.stream([{ ...sent, id: 'secret-stream' }]),
    ];
    expect(said(answers[0] as never)).toMatchObject({ code: 'unknown-field', errors: [{ pointer: '/data/customer' }] });
    expect(linesOf(answers[3] as never)[0]).toMatchObject({ errors: [{ pointer: '/data/customer' }] });
    for (const { body } of answers) expect(body).not.toContain('SECRET-2');
  });

  it('cannot be retried into the log: the source has to send the event anew', async () => {
    const vin = newVin();
    await service.send.structured(produced(vin));
    const sent = delivered(vin, { data: { vin, site: 'd-1', customer: 'SECRET-3' } });
    await service.send.structured(sent);
    const retried = said(await service.post(`/v1/quarantine/${eventIdFor(sent)}/retry`));
    expect(retried).toMatchObject({ result: 'rejected', code: 'unknown-field' });
    const anew = await service.send.structured({ ...sent, data: { vin, site: 'd-1' } });
    expect(anew.status).toBe(201);
  });
});
