/** The Patient Summary's face: `patientSummary(needs)` → System, with its FHIR operation. See README.md. */
import type { Call } from '#core/access/actor.ts';
import type { System } from '#core/http/operation.ts';
import { cardPdf } from '#core/printing/card-pdf.ts';
import type { FhirOperation } from '#core/record/http/index.ts';
import { cardOf, linkCode } from './card.ts';
import { shippedExclusions } from './exclusions.ts';
import type { Fhir } from './model.ts';
import { operations } from './operations.ts';
import { type Signatures, signedProfile, system } from './signed.ts';
import { makeSummary, type SummaryNeeds, type Wanted } from './summary.ts';
import { summaryOperation } from './summary-operation.ts';

export { exclusionsFrom } from './exclusions.ts';

type Demanded = 'record' | 'runtime';

/** What is not given is as it ships. */
export interface PatientSummaryNeeds extends Pick<SummaryNeeds, Demanded>, Partial<Omit<SummaryNeeds, Demanded>> {
  /** Without it nothing can be signed or verified. */
  readonly signatures?: Signatures;
}

export interface PatientSummary extends System {
  /** `Patient/$summary` for the FHIR face. */
  readonly fhirOperations: readonly FhirOperation[];
  /**
   * A document Bundle, for other systems through the app (links, emergency view).
   * @throws Refusal `not-found` or `gone` as the record answers for the Patient.
   */
  summaryOf(call: Call, patient: string, wanted?: Wanted): Promise<Fhir>;
  /** The short card as a PDF, whose code opens a link that the patient has made. @throws Refusal as `summaryOf` */
  cardOf(call: Call, patient: string, link: Parameters<typeof linkCode>[0]): Promise<Buffer>;
}

export function patientSummary({ signatures, ...given }: PatientSummaryNeeds): PatientSummary {
  const viewer = 'http://localhost:8080/sign-in/podsumowanie';
  const shipped = { exclusions: shippedExclusions, custodian: { name: 'e-Zdrowie' }, viewer };
  const needs: SummaryNeeds = { ...shipped, ...given };
  // A signed summary is changed by nobody else; there is nothing beside the record to keep in step.
  needs.record.owns({ system, types: ['DocumentReference'], profiles: [signedProfile], hook: async () => undefined });
  return {
    name: system,
    operations: operations(needs, signatures),
    fhirOperations: [summaryOperation(needs)],
    summaryOf: (call, patient, wanted = {}) => makeSummary(needs, call, patient, wanted),
    cardOf: async (call, patient, link) =>
      cardPdf(cardOf(await makeSummary(needs, call, patient, {}), { ...needs, code: linkCode(link) })),
  };
}
