/** Warnings of medication safety as verdicts on a package: never in the way, with their place, never silent. */
import { describe, expect, it } from 'vitest';
import type { Call } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { Check, SafetyReply } from '#systems/care/medication-safety/index.ts';
import { prescriptionSafety } from './prescription-safety.ts';

const words = (says: string) => ({ pl: `${says} (pl)`, en: `${says} (en)`, uk: `${says} (uk)` });
const reply = {
  warnings: [
    {
      ...{ rule: 'vka-nsaid', kind: 'interaction', severity: 'contraindicated', source: 'ChPL 4.5' },
      ...{ effect: words('bleeding'), advice: words('avoid') },
      medicines: [
        { atc: 'M01AE01', name: 'prescriptions[1]' },
        { atc: 'B01AA03', name: 'Warfaryna 5 mg' },
      ],
    },
  ],
  unchecked: ['prescriptions[0]'],
} as unknown as SafetyReply;

const asked: Check[] = [];
const port = (answer: () => SafetyReply) =>
  prescriptionSafety({
    check: async (check) => {
      asked.push(check);
      return answer();
    },
    ...{ database: {} as Database, runtime: systemRuntime },
  });
const request = [
  { medicine: { kind: 'G', gtin: '1' } },
  { medicine: { kind: 'G', gtin: '2' } },
  { medicine: { kind: 'R' } },
];
const warnings = (of: ReturnType<typeof port>) => of.warnings({} as Call, 'p', request as never);
const refusing = (refusal: Refusal) =>
  port(() => {
    throw refusal;
  });

describe('medication safety beside a prescription', () => {
  it('says what is wrong at its place, with the other medicine, and keeps nothing from being issued', async () => {
    const verdicts = await warnings(port(() => reply));
    expect(asked[0]?.medicines.map(({ gtin, name }) => [gtin, name])).toEqual([
      ['1', 'prescriptions[0]'],
      ['2', 'prescriptions[1]'],
    ]);
    expect(verdicts).toMatchObject([
      {
        ...{ code: 'safety-interaction', severity: 'warning', path: 'prescriptions[1]' },
        ...{ pl: 'bleeding (pl) (Warfaryna 5 mg)', todo: { pl: 'avoid (pl)' }, rule: 'vka-nsaid: ChPL 4.5' },
      },
      { code: 'safety-unchecked', severity: 'information', path: 'prescriptions[0]' },
    ]);
  });

  it('says that nothing was checked where there are no rules or no record to look at', async () => {
    for (const refusal of [new Refusal('unavailable', 'no-edition'), new Refusal('not-found', 'not-found')])
      expect(await warnings(refusing(refusal))).toMatchObject([{ code: 'safety-unchecked', path: 'prescriptions' }]);
    await expect(warnings(refusing(new Refusal('busy', 'later')))).rejects.toThrow();
  });
});
