/** What an expression looked at and what it lacked while it was asked: why an alert is, or why nothing can be said. */
import type { Evidence, Input, Words } from '../model.ts';
import { dayOf, type Dated, type Facts, type SafetyWarning } from './facts.ts';
import { type Measure, type MeasureName, measures } from './measures.ts';
import type { Medicine } from './medicines.ts';
import type { Point } from './results.ts';

/** A number, yes or no, a word; undefined is "nobody knows". */
export type Value = boolean | number | string | undefined;

export class Trace {
  // Made when first needed: most parts of most rules see nothing, and a replay asks them by the million.
  private found: Map<string, Evidence> | undefined;
  private lacking: Map<string, Words> | undefined;
  private taken: Medicine[] | undefined;

  get medicines(): readonly Medicine[] {
    return this.taken ?? [];
  }

  concerns(...medicines: readonly Medicine[]): void {
    if (medicines.length > 0) (this.taken ??= []).push(...medicines);
  }

  get evidence(): Evidence[] {
    return [...(this.found ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }

  get missing(): Words[] {
    return [...(this.lacking ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }

  saw(evidence: Evidence): void {
    this.found ??= new Map();
    this.found.set(`${evidence.what} ${evidence.on ?? ''} ${evidence.reference ?? ''}`, evidence);
  }

  sawDated({ name, at, reference }: Dated): void {
    this.saw({ what: name, ...(at === undefined ? {} : { on: dayOf(at) }), reference });
  }

  sawMedicine(medicine: Medicine): void {
    this.concerns(medicine);
    this.sawDated(medicine);
  }

  sawPoint(name: MeasureName, { at, value, reference }: Point): void {
    const measure: Measure = measures[name];
    const number = value === undefined ? '' : ` ${Math.round(value * 100) / 100} ${measure.shown}`.replace('.', ',');
    this.saw({ what: `${measure.name.pl}${number}`, on: dayOf(at), reference });
  }

  sawWarning({ medicines, effect }: SafetyWarning): void {
    this.saw({ what: `${medicines.map(({ name }) => name).join(' + ')}: ${effect}` });
  }

  lacks(what: Words): void {
    this.lacking ??= new Map();
    this.lacking.set(what.en, what);
  }

  /** Takes over what a part of an expression said, once it is known to matter. */
  take(other: Trace): void {
    for (const one of other.found?.values() ?? []) this.saw(one);
    for (const one of other.lacking?.values() ?? []) this.lacks(one);
    this.concerns(...other.medicines);
  }
}

const inputWords: { readonly [input in Input]: Words } = {
  patient: { pl: 'dane pacjenta', en: 'the patient', uk: 'дані пацієнта' },
  conditions: { pl: 'rozpoznania', en: 'diagnoses', uk: 'діагнози' },
  allergies: { pl: 'alergie', en: 'allergies', uk: 'алергії' },
  prescriptions: { pl: 'recepty', en: 'prescriptions', uk: 'рецепти' },
  dispenses: { pl: 'realizacje recept', en: 'dispensing', uk: 'відпуск ліків' },
  results: { pl: 'wyniki badań', en: 'results', uk: 'результати' },
  procedures: { pl: 'procedury', en: 'procedures', uk: 'процедури' },
  vaccinations: { pl: 'szczepienia', en: 'vaccinations', uk: 'щеплення' },
  visits: { pl: 'wizyty i pobyty', en: 'visits and stays', uk: 'візити та госпіталізації' },
  orders: { pl: 'zlecenia i skierowania', en: 'orders', uk: 'направлення' },
  reports: { pl: 'opisy badań', en: 'reports', uk: 'описи досліджень' },
  letters: { pl: 'karty informacyjne', en: 'discharge letters', uk: 'виписки' },
  safety: { pl: 'interakcje i przeciwwskazania', en: 'interactions', uk: 'взаємодії та протипоказання' },
};

/** True when one of the inputs could not be asked; says so. */
export function isDown(facts: Facts, trace: Trace, needed: readonly Input[]): boolean {
  if (facts.down.size === 0) return false;
  const down = needed.filter((input) => facts.down.has(input));
  for (const input of down) {
    const { pl, en, uk } = inputWords[input];
    trace.lacks({ pl: `${pl} (źródło nie odpowiada)`, en: `${en} (no answer)`, uk: `${uk} (джерело не відповідає)` });
  }
  return down.length > 0;
}
