/**
 * Search in a register of medicinal products of the national size (25,000 invented products), as somebody types: each
 * request is a beginning of what comes after it. Answers are checked: one in 25 must hold what was typed.
 */
import { openDatabase } from '#core/db/database.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { madeFile } from '#core/registers/table.ts';
import { polishDay } from '#core/registers/days.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { syntheticProduct, syntheticProducts } from '#libs/medicinal-products/synthetic.ts';
import { registerXml } from '#libs/medicinal-products/write-register.ts';
import type { Instance } from '#apps/instance.ts';
import { medicinalProducts } from '#systems/registers/medicinal-products/index.ts';
import { httpClient, measure, type Result } from './closed-loop.ts';
import { draws } from './workload.ts';

const size = 25_000;

export interface MedicinesOptions {
  readonly instance: Instance;
  readonly token: string;
  readonly seconds: number;
  readonly warm: number;
  say(line: string): void;
}

export async function measureMedicines({ instance, token, seconds, warm, say }: MedicinesOptions): Promise<Result[]> {
  const database = openDatabase(instance.databaseUrl, { connections: 2 });
  const audit = createAuditTrail({ database, runtime: systemRuntime });
  const { importer } = medicinalProducts({ database, audit, runtime: systemRuntime });
  const day = polishDay(systemRuntime.now());
  const file = madeFile('rpl.xml', () => registerXml(day, syntheticProducts(1, size)));
  const began = performance.now();
  const { edition } = await importer.load(file, { manyWithdrawn: true });
  say(`import of ${edition.counts.products} products: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const { rows } = await database.query<{ size: string }>(
    `select pg_size_pretty(pg_total_relation_size('medicinal_products.product')) as size`,
  );
  say(
    `on disk with all indexes: ${rows[0]?.size}; most memory of the importer: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
  await database.close();

  const client = httpClient(`${instance.baseUrl}/api/medicinal-products`, token, 64);
  const draw = draws(7);
  const anyone = () => syntheticProduct(1, Math.floor(draw() * size));
  const typed: [string, () => string][] = [
    ['one letter', () => anyone().name.slice(0, 1)],
    ['two letters', () => anyone().name.slice(0, 2)],
    ['four letters', () => anyone().name.slice(0, 4)],
    ['substance and strength', () => `${anyone().substances[0]?.name.slice(0, 6)} ${anyone().strength?.slice(0, 2)}`],
    ['ATC', () => String(anyone().atc[0]?.slice(0, 5))],
    ['EAN', () => String(anyone().packages[0]?.gtin?.slice(1))],
  ];
  const results: Result[] = [];
  for (const [what, text] of typed) {
    for (const workers of [1, 16]) {
      const job = async (count: number) => {
        const { text: answer } = await client.send('GET', `/search?q=${encodeURIComponent(text())}`);
        if (count % 25 === 0 && !Array.isArray(JSON.parse(answer).products)) throw new Error(answer.slice(0, 200));
      };
      const result = await measure(`medicine search, ${what}`, workers, job, { seconds, warm, pids: [instance.pid] });
      say(`medicine search, ${what} (${workers}): ${result.perSecond.toFixed(0)}/s, p95 ${result.p95.toFixed(1)} ms`);
      results.push(result);
    }
  }
  client.close();
  return results;
}
