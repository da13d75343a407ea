/**
 * `npm run bench:detection -- [seconds] [events a second]`: how far detection is behind the trail while events of
 * some thousand people come in, and how long it takes from a fifth failed sign-in to its alert. A report, never a test;
 * on a platform of its own, whose trail is written as the platform writes it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '#core/access/actor.ts';
import { type AuditEntry, createAuditTrail } from '#core/audit/index.ts';
import { openDatabase } from '#core/db/database.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { startOwnPlatform } from '../own-platform.ts';

const seconds = Number(process.argv[2] ?? 20);
const perSecond = Number(process.argv[3] ?? 2_000);
const platform = await startOwnPlatform('bench-detection');
const database = openDatabase(platform.instance.databaseUrl, { connections: 4 });
const trail = createAuditTrail({ database, runtime: systemRuntime });

const person = (number: number): Actor => ({
  ...{ role: 'physician', id: `doctor-${number}`, name: `lek. ${number}`, purpose: 'TREAT', scopes: [] },
  ...{ facility: `f-${number % 40}`, facilityName: 'Szpital' },
});
let made = 0;
const reads = (count: number): AuditEntry[] =>
  Array.from({ length: count }, () => {
    const patient = String(1 + (made++ % 50_000));
    const call = { actor: person(made % 3_000), source: `192.0.2.${made % 200}`, trace: 't' };
    const said = { action: 'R', kind: 'read', outcome: 0 } as const;
    return { call, at: systemRuntime.now(), ...said, patients: [patient], entities: [`Observation/o${made}/1`] };
  });
const guesses = (victim: string): AuditEntry[] =>
  Array.from({ length: 5 }, () => {
    const actor: Actor = { role: 'patient', id: victim, name: victim, purpose: 'PATRQT', scopes: [] };
    const said = { action: 'E', kind: 'sign-in', outcome: 4, reason: 'wrong-credentials' } as const;
    return { call: { actor, source: '203.0.113.9', trace: 't' }, at: systemRuntime.now(), ...said };
  });

try {
  await pause(2_000);
  const behind: number[] = [];
  const began = performance.now();
  for (let second = 0; second < seconds; second++) {
    for (let part = 0; part < 10; part++) {
      await database.query(trail.insertion(reads(perSecond / 10)));
      const early = began + second * 1_000 + (part + 1) * 100 - performance.now();
      if (early > 0) await pause(early);
    }
    await database.query(trail.insertion(guesses(`victim-${second}`)));
    const { rows } = await database.query<{ seconds: number }>(
      `select coalesce(extract(epoch from clock_timestamp() - e.at), 0)::float8 as seconds from audit.follower f
       left join lateral (select at from audit.event e where (e.xid, e.sequence) > (f.xid, f.sequence)
         order by e.xid, e.sequence limit 1) e on true where f.name = 'detection'`,
    );
    behind.push(rows[0]?.seconds ?? 0);
  }
  const took = (performance.now() - began) / 1_000;
  await pause(8_000);
  const { rows } = await database.query<{ seconds: number }>(
    `select extract(epoch from raised_at - at)::float8 as seconds from detection.alert
     where rule = 'brute-force' order by 1`,
  );
  const delays = rows.map((row) => row.seconds);
  const worst = (values: readonly number[]): string => Math.max(...values).toFixed(2);
  console.log(`${Math.round((perSecond * seconds) / took)} events/s for ${took.toFixed(0)} s, ${made} in all`);
  console.log(`behind the trail: at most ${worst(behind)} s`);
  console.log(
    `from the fifth failure to the alert: ${delays.length} of ${seconds} alerts, median ${delays[delays.length >> 1]?.toFixed(2)} s, at most ${worst(delays)} s`,
  );
} finally {
  await database.close();
  await platform.stop();
}
