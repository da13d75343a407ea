/**
 * When the patient wants to see results of a test: at once, or only after a doctor's comment. Kept per type of test as
 * one FHIR Basic of the patient (https://hl7.org/fhir/R4/basic.html); it decides what the patient's own screens show
 * first, never what anybody may read. ux/design.md 5.8
 */
import { hash } from 'node:crypto';
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Owner, Record as FhirRecord, Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Fhir, list, parse, target } from './reading.ts';

export const showWhen = ['at-once', 'after-comment'] as const;
export type ShowWhen = (typeof showWhen)[number];

/** What was chosen for tests, by LOINC code; a test that is not named is shown at once. */
export interface ResultDisplay {
  choices: { code: string; when: ShowWhen }[];
}

const system = 'patient-profile';
const profile = 'urn:ezdrowie:StructureDefinition:PLResultDisplay';
const most = 200;

interface Choice {
  readonly url?: string;
  readonly extension?: readonly { url?: string; valueCode?: string }[];
}

/** One per patient, under an id that follows from the patient's. */
const idOf = (patient: string): string => `rd-${hash('sha256', patient, 'hex').slice(0, 40)}`;

const toExtension = ({ code, when }: ResultDisplay['choices'][number]) => ({
  url: `${profile}Choice`,
  extension: [
    { url: 'code', valueCode: code },
    { url: 'when', valueCode: when },
  ],
});

export function toBasic(patient: string, { choices }: ResultDisplay): Resource {
  return {
    resourceType: 'Basic',
    id: idOf(patient),
    meta: { profile: [profile] },
    code: { coding: [{ system: 'urn:ezdrowie:CodeSystem:profile-basic', code: 'result-display' }] },
    subject: { reference: `Patient/${patient}` },
    // FHIR knows no empty list.
    ...(choices.length > 0 ? { extension: choices.map(toExtension) } : {}),
  };
}

/** Undefined for a Basic that is no such choice. */
export function fromBasic(basic: Fhir | Resource): ResultDisplay | undefined {
  if (target(basic.subject)?.type !== 'Patient') return undefined;
  const choices = list<Choice>(basic.extension).map(({ extension = [] }) => {
    const part = (name: string) => extension.find(({ url }) => url === name)?.valueCode;
    const when = showWhen.find((one) => one === part('when'));
    return { code: part('code'), when };
  });
  const whole = choices.flatMap(({ code, when }) => (code && when ? [{ code, when }] : []));
  return whole.length === choices.length ? { choices: whole } : undefined;
}

/** With this test chosen anew; "at once" needs no entry. */
export const chosen = ({ choices }: ResultDisplay, code: string, when: ShowWhen): ResultDisplay => ({
  choices: [...choices.filter((one) => one.code !== code), ...(when === 'after-comment' ? [{ code, when }] : [])],
});

/** Nobody but this system writes these choices. docs/decisions/0037 */
export const ownedChoices: Owner = {
  system,
  types: ['Basic'],
  profiles: [profile],
  async hook(_tx, changes) {
    for (const { method, resource } of changes) {
      if (method !== 'delete' && !(resource && fromBasic(resource)))
        throw new Refusal('rule-broken', 'no-result-display', 'This is no whole choice of when to show results.');
    }
  },
};

/** @returns what was chosen, with its version; nothing chosen yet is version 0. */
export async function readChoices(record: FhirRecord, call: Call, patient: string) {
  try {
    const { content, version } = await record.read(call, 'Basic', idOf(patient));
    return { version, ...(fromBasic(parse(content)) ?? { choices: [] }) };
  } catch (error) {
    if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone'))
      return { version: 0, choices: [] };
    throw error;
  }
}

/**
 * @throws Refusal `conflict` when another window chose in the meantime, `rule-broken` `too-many-choices` beyond 200
 * tests.
 */
export async function choose(record: FhirRecord, call: Call, patient: string, code: string, when: ShowWhen) {
  const { version, choices } = await readChoices(record, call, patient);
  const next = chosen({ choices }, code, when);
  if (next.choices.length > most)
    throw new Refusal('rule-broken', 'too-many-choices', {
      message: `A choice can be kept for ${most} tests. Set some back to "at once" first.`,
      pl: `Wybór można zapisać dla ${most} badań. Najpierw przywróć niektórym „od razu”.`,
    });
  const guard = version === 0 ? ({ ifNoneMatch: '*' } as const) : { ifMatch: [version] };
  await record.update(decidedBy(call, system), toBasic(patient, next), guard);
  return next;
}
