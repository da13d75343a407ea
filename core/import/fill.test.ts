/** Filling against a record of three lines: providers first, each patient's Bundles in order, patience, stopping. */
import { expect, it } from 'vitest';
import type { Call } from '../access/actor.ts';
import type { Resource } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';
import { fillPopulation } from './fill.ts';

const fake = (fail: (tries: number) => unknown = () => undefined) => {
  const order: string[] = [];
  let tries = 0;
  const bundle = async (_: Call, { entry }: Resource): Promise<Resource> => {
    const problem = fail(++tries);
    if (problem) throw problem;
    await new Promise(setImmediate);
    for (const { resource } of entry as { resource: Resource }[]) order.push(`${resource.resourceType}/${resource.id}`);
    return { resourceType: 'Bundle' };
  };
  return { order, record: { bundle } };
};

it('writes providers before patients, and a patient before what is about them', async () => {
  const { order, record } = fake();
  const seen: number[] = [];
  const filled = await fillPopulation(record, { patients: 8, seed: 2, progress: ({ done }) => seen.push(done) });
  expect(filled).toEqual({ patients: 8, resources: order.length, interrupted: false });
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(order.findIndex((one) => one.startsWith('Patient/'))).toBeGreaterThan(
    order.findLastIndex((one) => /^(Org|Pract)/.test(one)),
  );
  for (let number = 1; number <= 8; number++) {
    const patient = order.indexOf(`Patient/p-2-${number}`);
    const first = order.findIndex(
      (one) => new RegExp(`/[a-z]+-2-${number}-\\d+$`).test(one) && !one.startsWith('Prac'),
    );
    expect(first).toBeGreaterThan(patient);
  }
});

it('waits for a busy record and lets other refusals through', async () => {
  const busy = fake((tries) => (tries < 3 ? new Refusal('busy', 'too-many', { retryAfter: 0.01 }) : undefined));
  expect((await fillPopulation(busy.record, { patients: 1 })).interrupted).toBe(false);
  const broken = fake((tries) => (tries > 3 ? new Refusal('rule-broken', 'no') : undefined));
  await expect(fillPopulation(broken.record, { patients: 3 })).rejects.toMatchObject({ code: 'no' });
});

it('stops between patients when asked', async () => {
  const { record } = fake();
  const controller = new AbortController();
  const stop = { signal: controller.signal, progress: () => controller.abort() };
  const filled = await fillPopulation(record, { patients: 40, concurrency: 2, ...stop });
  expect(filled.interrupted).toBe(true);
  expect(filled.patients).toBeLessThan(5);
});
