/** A patient's summary as of now: reads, chooses, lets a physician curate, writes. Access and the trail are the record's. */
import type { Call } from '#core/access/actor.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { choose } from './choose.ts';
import { type Curated, type Curation, curate, untouched } from './curation.ts';
import { type Custodian, document, type Signatory, wantedBy } from './document.ts';
import type { Exclusion } from './exclusions.ts';
import { type Facts, readFacts, readShared } from './facts.ts';
import type { Fhir, Language } from './model.ts';
import { keyOf } from './reading.ts';
import { basisOf, type Sheet, sheetOf } from './sheet.ts';

export interface SummaryNeeds {
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly exclusions: readonly Exclusion[];
  readonly custodian: Custodian;
  /** The page that opens links to summaries: where the code of a short card without a link leads. */
  readonly viewer: string;
  /** Printed on short cards: that the data are invented. */
  readonly label?: string;
}

export interface Wanted {
  readonly language?: Language;
  /** As the record knew it at this instant. */
  readonly asOf?: Date;
}

/** What was read for one summary, and what was chosen of it; to be shown, or written as a document. */
export interface Draft {
  readonly patient: Fhir;
  readonly facts: Facts;
  readonly curated: Curated;
  readonly shared: readonly Fhir[];
  readonly now: Date;
  readonly language: Language;
  /** Of the summary before anybody curates it. */
  readonly basis: string;
}

/**
 * Reads and chooses; with a Curation, as its physician wants it.
 * @throws Refusal `not-found` or `gone` as the record answers for the Patient, or as `curate` says.
 */
export async function draftOf(
  needs: SummaryNeeds,
  call: Call,
  id: string,
  { language = 'pl', asOf }: Wanted,
  curation?: { readonly by: Signatory; readonly wishes: Curation },
): Promise<Draft> {
  const { record, runtime, exclusions } = needs;
  const now = runtime.now();
  const facts = await readFacts({ record, call, options: asOf ? { asOf } : {} }, id, asOf ?? now);
  const [patient] = facts.get('Patient')?.resources ?? [];
  if (!patient) throw new Error('The record gave no Patient.');
  const plain = untouched(choose(facts, exclusions));
  const basis = basisOf(plain, patient);
  const { by, wishes } = curation ?? {};
  const who = by && { practitioner: by.practitioner, name: by.name };
  const curated =
    wishes && who ? curate(plain.chosen, wishes, { ...who, patient: id, now, newId: () => runtime.newId() }) : plain;
  const wanted = wantedBy(facts, curated, record.settings.baseUrl, by);
  const shared = await readShared({ record, call, options: {} }, wanted);
  return { patient, facts, curated, shared, now, language, basis };
}

/** The draft as rows, for people. */
export const sheetOfDraft = (needs: SummaryNeeds, draft: Draft): Sheet => {
  const { curated, basis, language, now, shared, facts } = draft;
  const devices = facts.get('Device')?.resources ?? [];
  const names = new Map([...shared, ...devices].map((one) => [keyOf(one), one]));
  return sheetOf(curated, basis, { language, now, names, exclusions: needs.exclusions });
};

/** The draft as a document Bundle, valid against Bundle-uv-ips. The draft is used up by it. */
export function written(
  { record, runtime, exclusions, custodian }: SummaryNeeds,
  draft: Draft,
  signed: { readonly signatory?: Signatory; readonly replaces?: string } = {},
): Fhir {
  const { facts, curated, shared, language, now } = draft;
  const own = { exclusions, custodian, base: record.settings.baseUrl, id: runtime.newId() };
  return document({ facts, curated, shared, language, now, ...own, ...signed });
}

/**
 * The summary of one patient as a document.
 * @throws Refusal `not-found` or `gone` as the record answers for the Patient.
 */
export const makeSummary = async (needs: SummaryNeeds, call: Call, patient: string, wanted: Wanted): Promise<Fhir> =>
  written(needs, await draftOf(needs, call, patient, wanted));
