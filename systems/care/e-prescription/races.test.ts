/**
 * Random histories of issue, cancel, block, dispense, correct and withdraw, from two pharmacies and a practice at once,
 * on the real database: never more dispensed than prescribed, never a state outside the table, record and ledger agree.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { platformActor } from '#core/access/actor.ts';
import { aPrescription, type Answer, gtin, openPractice, type Practice } from './fixtures/practice.ts';
import { fhirStatus, type Status, statuses, transitions } from './states.ts';

let at: Practice;
beforeAll(async () => {
  at = await openPractice();
});
afterAll(() => at?.close());

type Who = 'lion' | 'bear';
type Step =
  | { readonly do: 'dispense'; readonly who: Who; readonly quantity: number; readonly closing: boolean }
  | { readonly do: 'correct'; readonly who: Who; readonly which: number; readonly quantity: number }
  | { readonly do: 'withdraw'; readonly who: Who; readonly which: number }
  | { readonly do: 'block' | 'unblock'; readonly who: Who | 'jan' }
  | { readonly do: 'cancel' };

const who = fc.constantFrom<Who>('lion', 'bear');
const quantity = fc.integer({ min: 1, max: 3 });
const which = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('dispense' as const), who, quantity, closing: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('correct' as const), who, which, quantity }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), who, which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('block' as const, 'unblock' as const),
      who: fc.constantFrom<Who | 'jan'>('lion', 'bear', 'jan'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
);
/** Rounds, one after another; what is in a round happens at once. */
const history = fc.array(fc.array(step, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 4 });

let notes = 0;
async function prescription(): Promise<string> {
  const one = aPrescription('ramipril', { quantity: 3 });
  const prescriptions = [{ ...one, dosage: { ...(one.dosage as object), note: `nr ${++notes}` } }];
  const { body } = await at.ask('jan', 'POST', 'packages', { patient: at.ids.anna, prescriptions });
  for (const pharmacy of ['lion', 'bear']) await at.ask(pharmacy, 'POST', 'collect', { key: body.key });
  return body.prescriptions[0].id;
}

function play(id: string, made: readonly string[], one: Step): Promise<Answer> {
  const items = (count: number) => ({ items: [{ gtin: gtin('ramipril'), quantity: count }] });
  const target = (n: number) => made[n % Math.max(1, made.length)] ?? 'none';
  switch (one.do) {
    case 'dispense':
      return at.ask(one.who, 'POST', `prescriptions/${id}/dispenses`, {
        ...items(one.quantity),
        ...(one.closing ? { kind: 'Z' } : {}),
      });
    case 'correct':
      return at.ask(one.who, 'POST', `dispenses/${target(one.which)}/correct`, {
        reason: 'pomyłka',
        dispense: items(one.quantity),
      });
    case 'withdraw':
      return at.ask(one.who, 'POST', `dispenses/${target(one.which)}/withdraw`, { reason: 'zwrot' });
    case 'block':
      return at.ask(one.who, 'POST', `prescriptions/${id}/block`, { reason: 'PRZETERMINOWANIE_LEKU' });
    case 'unblock':
      return at.ask(one.who, 'POST', `prescriptions/${id}/unblock`, {});
    case 'cancel':
      return at.ask('jan', 'POST', `prescriptions/${id}/cancel`, { reason: 'pomyłka' });
  }
}

/** What record and ledger say of a prescription, each by itself. */
async function facts(id: string) {
  const { rows } = await at.database.query<{ status: Status; dispensed: number; quantity: number; counted: number }>(
    `select status, dispensed::float8 as dispensed, quantity::float8 as quantity,
        coalesce((select sum(counts) from e_prescription.dispense d where d.patient = p.patient
          and d.prescription = p.id and stands), 0)::float8 as counted
      from e_prescription.prescription p where id = $1`,
    [id],
  );
  const call = { actor: platformActor('test'), source: 'local', trace: 't' };
  const query = `patient=${at.ids.anna}&prescription=MedicationRequest/${id}&_count=200`;
  const { entries } = await at.record.search(call, 'MedicationDispense', query);
  const handed = entries.map(({ stored }) => JSON.parse(stored.content));
  const standing = handed.filter(({ status }) => status === 'completed');
  const request = JSON.parse((await at.record.read(call, 'MedicationRequest', id)).content);
  const inRecord = standing.reduce((sum: number, one) => sum + Number(one.quantity.value), 0);
  return { ledger: rows[0], request: String(request.status), inRecord, ids: handed.map((one) => String(one.id)) };
}

const seen = new Set<string>();

it('never lets more be dispensed than was prescribed, whoever races', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (rounds) => {
      const id = await prescription();
      let made: string[] = [];
      for (const round of rounds) {
        const answers = await Promise.all(round.map((one) => play(id, made, one)));
        expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
        for (const { status, body } of answers) seen.add(status === 200 ? 'done' : body.code);
        const { ledger, request, inRecord, ids } = await facts(id);
        if (!ledger) throw new Error('the ledger has lost a prescription');
        expect(statuses).toContain(ledger.status);
        expect(ledger.dispensed).toBeLessThanOrEqual(ledger.quantity);
        expect(ledger.counted).toBe(ledger.dispensed);
        expect(inRecord).toBe(ledger.dispensed);
        expect(request).toBe(fhirStatus[ledger.status]);
        if (ledger.status !== 'ZREALIZOWANA') expect(ledger.dispensed).toBeLessThan(ledger.quantity);
        // Something is left of what is done only when somebody said so.
        else if (!rounds.flat().some((one) => one.do === 'dispense' && one.closing))
          expect(ledger.dispensed).toBe(ledger.quantity);
        made = ids;
      }
    }),
    { numRuns: Number(process.env.RACES ?? 60) },
  );
  // The histories reached what they are about.
  for (const code of ['done', 'cancelled', 'blocked', 'other-pharmacy', 'all-dispensed', 'dispensed-already'])
    expect(seen).toContain(code);
});

it('holds in the database itself, whatever is written around the rules', async () => {
  const id = await prescription();
  const set = (assignment: string) =>
    at.database.query(`update e_prescription.prescription set ${assignment} where id = $1`, [id]);
  await expect(set('dispensed = 4')).rejects.toThrow(/never_more_than_prescribed|dispensed_as_the_state_says/);
  await expect(set('dispensed = 1')).rejects.toThrow(/dispensed_as_the_state_says/);
  await expect(set("status = 'ZGUBIONA'")).rejects.toThrow();
});

it('lets the database pass exactly the transitions of states.ts', async () => {
  const allowed = transitions();
  for (const from of statuses) {
    for (const to of statuses) {
      if (from === to) continue;
      const given = (status: Status) => (status === 'CZESCIOWO_ZREALIZOWANA' || status === 'ZREALIZOWANA' ? 1 : 0);
      const work = at.database.transaction(async (tx) => {
        const id = `${from}-${to}`;
        await tx.query(
          `insert into e_prescription.prescription
            (patient, id, package, key, status, quantity, dispensed, valid_from, valid_until, annual, controlled)
            values (1, $1, 'p', $1, $2, 2, $3, '2026-01-01', '2026-02-01', false, false)`,
          [id, from, given(from)],
        );
        await tx.query('update e_prescription.prescription set status = $2, dispensed = $3 where id = $1', [
          id,
          to,
          given(to),
        ]);
      });
      const passed = await work.then(
        () => true,
        (error: { code?: string }) => (error.code === 'EZ410' ? false : Promise.reject(error)),
      );
      expect([from, to, passed]).toEqual([from, to, allowed.has(`${from} ${to}`)]);
    }
  }
});
