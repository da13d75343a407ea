/** Medication safety as e-prescription asks it: warnings become verdicts, with their place in the request. */
import type { Call } from '#core/access/actor.ts';
import type { Database } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { SafetyCheck } from '#systems/care/e-prescription/index.ts';
import type { Asked, Checker, SafetyReply } from '#systems/care/medication-safety/index.ts';

interface Needs {
  readonly check: Checker;
  readonly database: Database;
  readonly runtime: Runtime;
}

type Said = Awaited<ReturnType<SafetyCheck['warnings']>>[number];

const severityOf = { contraindicated: 'warning', major: 'warning', moderate: 'warning', minor: 'information' } as const;

/** Never an error: whoever prescribes judges. Without a set of rules the answer says that nothing was checked. */
export const prescriptionSafety = ({ check, database, runtime }: Needs): SafetyCheck => ({
  async warnings(call: Call, patient, prescriptions) {
    const asked = prescriptions.map(({ medicine }, place) => askedOf(medicine, place));
    const medicines = asked.flatMap((one) => one ?? []);
    if (medicines.length === 0) return [];
    try {
      const reply = await check({ patient, medicines }, { call, tx: database, now: runtime.now() });
      return [...reply.warnings.map((warning) => verdictOf(warning)), ...uncheckedOf(reply)];
    } catch (error) {
      // No set of rules; or a record that the prescriber does not see (for oneself, pro auctore).
      if (error instanceof Refusal && (error.code === 'no-edition' || error.kind === 'not-found'))
        return [notChecked('prescriptions', error.code)];
      throw error;
    }
  },
});

/** Named by its place, so that the answer leads back to it. */
const placeName = (place: number): string => `prescriptions[${place}]`;

function askedOf(medicine: { readonly gtin?: string; readonly atc?: unknown }, place: number): Asked | undefined {
  const { gtin } = medicine;
  return gtin === undefined ? undefined : { gtin, name: placeName(place) };
}

function verdictOf({ kind, rule, severity, medicines, effect, advice, source }: SafetyReply['warnings'][number]): Said {
  const path = medicines.map(({ name }) => name).find((name) => name.startsWith('prescriptions[')) ?? 'prescriptions';
  const others = medicines.map(({ name }) => name).filter((name) => !name.startsWith('prescriptions['));
  const beside = others.length > 0 ? ` (${others.join(', ')})` : '';
  return {
    ...{ code: `safety-${kind}`, severity: severityOf[severity], path, rule: `${rule}: ${source}` },
    ...{ pl: `${effect.pl}${beside}`, en: `${effect.en}${beside}` },
    todo: { pl: advice.pl, en: advice.en },
  };
}

const uncheckedOf = ({ unchecked }: SafetyReply): Said[] =>
  unchecked.map((name) => notChecked(name.startsWith('prescriptions[') ? name : 'prescriptions', name));

const notChecked = (path: string, what: string): Said => ({
  ...{ code: 'safety-unchecked', severity: 'information', path },
  pl: `Nie sprawdzono interakcji i przeciwwskazań: ${what}`,
  en: `Interactions and contraindications were not checked: ${what}`,
  todo: { pl: 'Sprawdź w charakterystyce produktu.', en: 'Look into the summary of product characteristics.' },
});
