/**
 * A patient's whole record as it is read and as it travels: profile (ePP), Patient Summary, documents from abroad; and
 * what is fetched for it from outside.
 */
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Terminology } from '#core/terminology/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { foreignSummaries } from '#systems/documents/foreign-summaries/index.ts';
import { healthLinks } from '#systems/documents/health-links/index.ts';
import { patientProfile } from '#systems/documents/patient-profile/index.ts';
import { patientSummary } from '#systems/documents/patient-summary/index.ts';
import { patientInformation } from '#systems/exchange/patient-information/index.ts';
import type { Settings } from './settings.ts';

interface DocumentParts {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly audit: AuditTrail;
  readonly terminology: Terminology;
  /** The platform's secret for links to summaries. */
  readonly linkSecret: Buffer;
}

export function patientDocuments({ home, profile, baseUrl, healthFundFolder }: Settings, parts: DocumentParts) {
  const { database, record, runtime, audit, terminology } = parts;
  const summaries = patientSummary({ record, runtime });
  // From the folder of the settings; in the demonstration its simulator stands in.
  const healthFund = patientInformation({
    ...{ database, record, runtime, audit, folder: healthFundFolder },
    ...(profile === 'demo' ? { simulator: { home } } : {}),
  });
  const links = healthLinks({ database, audit, runtime, summaries, baseUrl, secret: parts.linkSecret });
  const profiles = patientProfile({ record, sources: [healthFund] });
  return {
    healthFund,
    systems: [profiles, summaries, foreignSummaries({ record, terminology }), links, healthFund],
    fhirOperations: summaries.fhirOperations,
  };
}
