import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openReadModel } from '@plant-ledger/read-model';
import { countRows } from '../../../../libs/read-model/src/queries/counts.js';
import { stockOnHand } from '../../../../libs/read-model/src/queries/stock.js';
import { explain } from '../../../../libs/read-model/src/queries/explain.js';
import { milestones } from '../../../../libs/read-model/src/queries/milestones.js';
it('bench', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const model = await openReadModel(`sqlite:${folder}`);
  const db = new DatabaseSync(join(folder, 'generation-1.db'));
  const N = 1_000_000;
  db.exec('BEGIN');
  const insert = db.prepare('INSERT INTO transfer VALUES (?,0,?,?,?,?,1,?,?,?,?,?,?,?,?,?)');
  for (let i = 0; i < N; i++) {
    const unit = Math.floor(i / 2);
    const sold = i % 2 === 1;
    const day = new Date(Date.UTC(2023, 0, 1) + Math.floor(unit / 700) * 86400000).toISOString().slice(0, 10);
    const id = `aaaaaaaa-bbbb-cccc-dddd-${String(i).padStart(12, '0')}`;
    insert.run(
      i + 10,
      id,
      id,
      `LSUBJ${String(unit).padStart(12, '0')}`,
      sold ? 'delivered' : 'produced',
      sold ? 'stock' : 'source',
      sold ? 'delivered' : 'stock',
      `p-${unit % 3}`,
      `m-${unit % 4}`,
      null,
      Date.parse(day),
      day.slice(0, 7),
      day,
      Date.parse(day),
    );
  }
  db.exec(`UPDATE checkpoint SET position=${N + 20}, through=${N + 20}, recorded_at=${Date.UTC(2026, 0)}, time_zone='UTC'; 
   INSERT INTO monthly_total SELECT month, plant, model, SUM(kind='produced'), SUM(kind='delivered'),0,0 FROM transfer GROUP BY 1,2,3;
   INSERT INTO daily_total SELECT date, plant, model, SUM(kind='produced'), SUM(kind='delivered'),0,0 FROM transfer GROUP BY 1,2,3;
   INSERT INTO milestone VALUES('x','x','delivered',null,null,1000000,'2026-01-01',0,500000,0,null,null,null,null);
   INSERT INTO milestone_revision VALUES(5,'e','x','MilestoneDefined',1000000,'2026-01-01',null,0,0);
   COMMIT`);
  const time = async (name: string, run: (s: any) => Promise<unknown>) => {
    const t: number[] = [];
    for (let i = 0; i < 4; i++) {
      const s = performance.now();
      await model.read(run);
      t.push(Math.round((performance.now() - s) * 10) / 10);
    }
    console.log(name, t.join(' '));
  };
  const asOf = BigInt(N);
  await time('months', (s) => countRows(s, { by: 'month' }));
  await time('months asOf', (s) => countRows(s, { by: 'month', asOf }));
  await time('months asOf one month', (s) => countRows(s, { by: 'month', asOf, from: '2024-01', to: '2024-01' }));
  await time('days', (s) => countRows(s, { by: 'date' }));
  await time('days asOf', (s) => countRows(s, { by: 'date', asOf }));
  await time('days asOf one month', (s) => countRows(s, { by: 'date', asOf, from: '2024-01-01', to: '2024-01-31' }));
  await time('stock', (s) => stockOnHand(s, { groupBy: [] }));
  await time('stock asOf', (s) => stockOnHand(s, { groupBy: [], asOf }));
  await time('milestones', (s) => milestones(s, { at: Date.UTC(2024, 11, 1) }));
  await time('milestones asOf', (s) => milestones(s, { at: Date.UTC(2024, 11, 1), asOf }));
  await time('explain', (s) => explain(s, { figure: 'delivered', limit: 100 }));
  await time('explain month', (s) => explain(s, { figure: 'delivered', limit: 100, from: '2024-06', to: '2024-06' }));
  await time('explain month plant model', (s) =>
    explain(s, { figure: 'delivered', limit: 100, from: '2024-06', to: '2024-06', plant: 'p-1', model: 'm-1' }),
  );
  await time('explain none', (s) => explain(s, { figure: 'returned', limit: 100 }));
  await time('explain late page', (s) => explain(s, { figure: 'delivered', limit: 100, after: 900000n }));
  db.close();
  await model.close();
  rmSync(folder, { recursive: true });
}, 120000);
