/** A patient assessed: gathered facts, what medication safety says of them, what the rules find. */
import type { Tx } from '#core/db/database.ts';
import { findingsOf } from './engine/engine.ts';
import { dayOf, type Facts, factsOf, type Gathered } from './engine/facts.ts';
import type { Medicine } from './engine/medicines.ts';
import type { Rule } from './engine/rule.ts';
import { Trace } from './engine/trace.ts';
import { vocabulary } from './engine/vocabulary.ts';
import type { Findings, Tier } from './model.ts';
import type { Safety, SafetyQuestion } from './ports.ts';

export interface Assessing {
  readonly rules: readonly Rule[];
  readonly tierOf: (rule: Rule) => Tier | undefined;
  readonly safety: Safety;
  readonly tx: Tx;
}

/** @param found what was gathered, with drafts where something is being ordered */
export async function assess(found: Gathered, now: Date, needs: Assessing): Promise<{ facts: Facts } & Findings> {
  const first = factsOf({ ...found, safety: [] }, now);
  const question = questionOf(first);
  const warnings = question.news.length === 0 ? [] : await needs.safety.warnings(needs.tx, question);
  const down = new Set(first.down);
  if (warnings === undefined || first.down.has('prescriptions')) down.add('safety');
  const facts: Facts = { ...first, warnings: warnings ?? [], down };
  return { facts, ...findingsOf(needs.rules, facts, needs.tierOf) };
}

const isPregnant = vocabulary.isPregnant?.bind([]);

/** While something is ordered only that is judged, beside the rest; otherwise everything that is taken. */
export function questionOf(facts: Facts): SafetyQuestion {
  const drafts = distinct(facts.medicines.filter(({ isDraft }) => isDraft));
  const taken = distinct(facts.medicines.filter(({ isTaken }) => isTaken));
  const [egfr] = (facts.points.get('egfr') ?? []).filter(
    ({ value, at }) => value !== undefined && facts.now - at < 365 * 86_400_000,
  );
  const pregnant = isPregnant?.(facts, new Trace());
  return {
    news: drafts.length > 0 ? drafts : taken,
    taken: drafts.length > 0 ? taken : [],
    age: facts.age === undefined ? undefined : Math.floor(facts.age),
    pregnant: pregnant === undefined ? 'unknown' : pregnant ? 'yes' : 'no',
    egfr: egfr?.value === undefined ? undefined : { value: egfr.value, day: dayOf(egfr.at) },
    allergies: facts.allergies.map(({ name, atc }) => ({ name, ...(atc ? { atc } : {}) })),
    conditions: facts.diagnoses.filter(({ isActive }) => isActive).map(({ code }) => code),
  };
}

/** One line of each substance; one whose supply lasts speaks for it. */
function distinct(medicines: readonly Medicine[]): SafetyQuestion['taken'] {
  const byCode = new Map<string, Medicine>();
  for (const one of medicines) {
    const known = byCode.get(one.atc);
    if (!known || (known.endsSoon && !one.endsSoon)) byCode.set(one.atc, one);
  }
  return [...byCode.values()].map(({ atc, name, endsSoon }) => ({ atc, name, ...(endsSoon ? { endsSoon } : {}) }));
}
