/** A patient's summary as of now: reads, chooses, writes. Access and the trail are the record's. */
import type { Call } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { type Custodian, type Draft, document, draft, wantedBy } from './document.ts';
import type { Exclusion } from './exclusions.ts';
import { readFacts, readShared } from './facts.ts';
import type { Fhir, Language } from './model.ts';

export interface SummaryNeeds {
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly exclusions: readonly Exclusion[];
  readonly custodian: Custodian;
}

export interface Wanted {
  readonly language?: Language;
  /** As the record knew it at this instant. */
  readonly asOf?: Date;
}

export interface Made {
  readonly bundle: Fhir;
  readonly draft: Draft;
  readonly shared: readonly Fhir[];
}

/**
 * The summary of one patient, valid against Bundle-uv-ips.
 * @throws Refusal `not-found` or `gone` as the record answers for the Patient.
 */
export async function makeSummary(needs: SummaryNeeds, call: Call, patient: string, wanted: Wanted): Promise<Made> {
  const { record, runtime, exclusions, custodian } = needs;
  const { language = 'pl', asOf } = wanted;
  const now = runtime.now();
  const base = record.settings.baseUrl;
  const reading = { record, call, options: asOf ? { asOf } : {} };
  const made = draft(await readFacts(reading, patient, asOf ?? now), exclusions);
  const shared = await readShared(reading, wantedBy(made, base));
  const id = runtime.newId();
  const bundle = document({ draft: made, shared, exclusions, base, language, now, id, custodian });
  return { bundle, draft: made, shared };
}
