/**
 * A patient's whole record as it is read and as it travels: profile (ePP), Patient Summary, documents from abroad; and
 * what is fetched for it from outside.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Terminology } from '#core/terminology/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { signingService } from '#core/signatures/index.ts';
import { foreignSummaries } from '#systems/documents/foreign-summaries/index.ts';
import { healthLinks } from '#systems/documents/health-links/index.ts';
import { patientProfile } from '#systems/documents/patient-profile/index.ts';
import { exclusionsFrom, patientSummary } from '#systems/documents/patient-summary/index.ts';
import { patientInformation } from '#systems/exchange/patient-information/index.ts';
import { decidedBy } from '#core/access/actor.ts';
import type { Clinicians } from '#systems/documents/patient-profile/index.ts';
import type { Identities } from './identities.ts';
import type { SigningCertificates } from '#systems/oversight/signing-certificates/index.ts';
import type { Settings } from './settings.ts';

interface DocumentParts {
  readonly database: Database;
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  readonly audit: AuditTrail;
  readonly terminology: Terminology;
  /** The platform's secret for links to summaries. */
  readonly linkSecret: Buffer;
  readonly known: Identities;
  readonly signing: Pick<SigningCertificates, 'signJson' | 'trust' | 'revocation'>;
  /** Printed on cards: that the data are invented. */
  readonly sheetLabel?: string;
}

/** Of a summary no ZUS certificate counts (core/signatures/policy.ts); the day is asked all the same. */
const zusLastDate = new Date('2099-12-31T00:00:00Z');

/** Summaries: what the law keeps out of them is said in `<home>/summary-exclusions.json`, where there is one. */
function summariesOf({ record, runtime, signing, sheetLabel }: DocumentParts, { home, baseUrl }: Settings) {
  const file = path.join(home, 'summary-exclusions.json');
  const { trust, revocation } = signing;
  const judge = signingService({ runtime, trust, revocation, policy: { zusLastDate } });
  return patientSummary({
    ...{ record, runtime, viewer: `${baseUrl}/sign-in/podsumowanie`, ...(sheetLabel && { label: sheetLabel }) },
    ...(existsSync(file) && { exclusions: exclusionsFrom(readFileSync(file, 'utf8')) }),
    signatures: {
      sign: signing.signJson,
      verify: (jws) => judge.verify(jws, { format: 'JAdES', document: 'summary-of-patient' }),
    },
  });
}

export function patientDocuments(settings: Settings, parts: DocumentParts) {
  const { home, profile, baseUrl, healthFundFolder } = settings;
  const { database, record, runtime, audit, terminology } = parts;
  const summaries = summariesOf(parts, settings);
  // From the folder of the settings; in the demonstration its simulator stands in.
  const healthFund = patientInformation({
    ...{ database, record, runtime, audit, folder: healthFundFolder },
    ...(profile === 'demo' ? { simulator: { home } } : {}),
  });
  const links = healthLinks({ database, audit, runtime, summaries, baseUrl, secret: parts.linkSecret });
  const profiles = patientProfile({ record, sources: [healthFund], clinicians: cliniciansOf(parts) });
  return {
    healthFund,
    systems: [profiles, summaries, foreignSummaries({ record, terminology }), links, healthFund],
    fhirOperations: summaries.fhirOperations,
  };
}

/** Whom a system may ask for: who may practise (CWPM) and has a role at the provider whose system it is. */
const cliniciansOf = ({ record, known }: DocumentParts): Clinicians => ({
  async at(call, provider, practitioner) {
    if (!(await known.workers.entitlement(practitioner)).entitled) return undefined;
    // Shared registers, read for a rule of this system's own: the machine's scopes were asked before.
    const own = decidedBy(call, 'patient-profile');
    const of = `practitioner=Practitioner/${practitioner}&organization=Organization/${provider}&active=true&_count=1`;
    const [role] = (await record.search(own, 'PractitionerRole', of)).entries;
    if (!role) return undefined;
    const said = JSON.parse(role.stored.content) as { [of: string]: { display?: string } | undefined };
    const facilityName = said.organization?.display;
    return { name: said.practitioner?.display ?? practitioner, ...(facilityName ? { facilityName } : {}) };
  },
});
