/**
 * What a physician makes of a summary: lines left out with a reason, lines confirmed, lines added, a comment. Pure. The
 * record is not changed by it: what is added stands in this document only.
 */
import { Refusal } from '#core/refusal/refusal.ts';
import type { Added, Chosen, Fhir } from './model.ts';
import { keyOf } from './reading.ts';
import type { SectionName } from './sections.ts';

export interface Curation {
  /** `Type/id` of lines that are left out, and why. */
  readonly hide?: readonly { readonly line: string; readonly reason: string }[];
  /** `Type/id` of lines that the physician has asked the patient about. */
  readonly confirm?: readonly string[];
  readonly add?: readonly Added[];
  readonly comment?: string;
}

export interface Curated {
  readonly chosen: ReadonlyMap<SectionName, Chosen>;
  readonly confirmed: ReadonlySet<string>;
  readonly hidden: readonly string[];
  /** Reasons for which lines were left out, each once. */
  readonly reasons: readonly string[];
  readonly comment?: string;
}

export const untouched = (chosen: ReadonlyMap<SectionName, Chosen>): Curated => ({
  ...{ chosen, confirmed: new Set(), hidden: [], reasons: [] },
});

interface By {
  readonly patient: string;
  readonly practitioner: string;
  readonly name: string;
  readonly now: Date;
  readonly newId: () => string;
}

/** @throws Refusal `unknown-line` for what is not in the summary (any more); `no-reason` for a line without one. */
export function curate(chosen: ReadonlyMap<SectionName, Chosen>, curation: Curation, by: By): Curated {
  const { hide = [], confirm = [], add = [], comment } = curation;
  const there = new Set([...chosen.values()].flatMap(({ entries }) => entries.map(keyOf)));
  for (const line of [...hide.map((one) => one.line), ...confirm]) {
    if (there.has(line)) continue;
    throw new Refusal('rule-broken', 'unknown-line', {
      message: 'A line that you marked is no longer in the summary. Open it anew.',
      pl: 'Zaznaczonego wpisu nie ma już w podsumowaniu. Otwórz je na nowo.',
    });
  }
  if (hide.some(({ reason }) => reason.trim().length < 3)) {
    throw new Refusal('rule-broken', 'no-reason', {
      message: 'Say why each line is left out.',
      pl: 'Podaj powód pominięcia każdego wpisu.',
    });
  }
  const hidden = new Set(hide.map(({ line }) => line));
  const made = new Map<SectionName, Chosen>();
  for (const [name, one] of chosen) {
    const entries = one.entries.filter((entry) => !hidden.has(keyOf(entry)));
    const count = one.entries.length - entries.length;
    const added = add.filter(({ section }) => section === name).map((line) => resourceOf(line, by));
    const leftOut = count > 0 ? [...one.leftOut, { reason: 'beyond' as const, count }] : one.leftOut;
    made.set(name, { ...one, entries: [...entries, ...added], leftOut });
  }
  return {
    chosen: made,
    confirmed: new Set(confirm.filter((line) => !hidden.has(line))),
    hidden: [...hidden],
    reasons: [...new Set(hide.map(({ reason }) => reason.trim()))],
    ...(comment?.trim() && { comment: comment.trim() }),
  };
}

const active = (of: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${of}-clinical`, code: 'active' }],
});

/** A line that the physician adds, in their words: a resource that lives in the document only. */
function resourceOf({ section, text }: Added, { patient, practitioner, name, now, newId }: By): Fhir {
  const code = { text: text.trim() };
  const subject = { reference: `Patient/${patient}` };
  const who = { reference: `Practitioner/${practitioner}`, display: name };
  const common = { id: newId(), code };
  const day = now.toISOString().slice(0, 10);
  const recorded = { recordedDate: day, recorder: who };
  switch (section) {
    case 'problems':
      return { resourceType: 'Condition', clinicalStatus: active('condition'), ...common, subject, ...recorded };
    case 'allergies': {
      const rest = { ...common, patient: subject, ...recorded };
      return { resourceType: 'AllergyIntolerance', clinicalStatus: active('allergyintolerance'), ...rest };
    }
    case 'medications': {
      const rest = { status: 'active', medicationCodeableConcept: code, subject, effectiveDateTime: day };
      return { resourceType: 'MedicationStatement', id: common.id, ...rest, informationSource: who };
    }
    case 'alerts':
      return { resourceType: 'Flag', status: 'active', ...common, subject, author: who, period: { start: day } };
  }
}
