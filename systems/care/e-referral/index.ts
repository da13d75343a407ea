/** Referrals (SGS) and what medical events make of them (SAS): `eReferral(needs) → EReferral`. See README.md. */
import type { System } from '#core/http/operation.ts';
import { accepting } from './accepting.ts';
import { type DemonstrationDoctor, fillReferrals } from './demonstration.ts';
import { profile } from './fhir.ts';
import { issuing } from './issuing.ts';
import { keepLedger } from './ledger.ts';
import { system } from './model.ts';
import type { ReferralNeeds } from './needs.ts';
import { patientOperations } from './patient-operations.ts';
import { Referrals } from './referrals.ts';
import { sheetOperations } from './sheet.ts';
import { spaOperations } from './spa.ts';
import { referralUpdates } from './updates/following.ts';
import { referralStore } from './store.ts';

export type { Draft, Referral, Shown } from './model.ts';
export type { ReferralNeeds } from './needs.ts';
export type { Asked, Referrals } from './referrals.ts';

export interface EReferral extends System {
  /** The same for other ways in: SOAP, the registration of visits. */
  readonly referrals: Referrals;
  /** The demonstration's referrals; how many were issued. */
  fillDemonstration(doctors: readonly DemonstrationDoctor[]): Promise<number>;
}

/** How often attempts with wrong codes that are over are forgotten; kept twice as long as they count. */
const sweep = 15 * 60_000;

export function eReferral(needs: ReferralNeeds): EReferral {
  const { record, database, runtime } = needs;
  record.owns({ system, types: ['ServiceRequest'], profiles: [profile], hook: keepLedger });
  const desk = new Referrals(needs);
  return {
    name: system,
    referrals: desk,
    fillDemonstration: (doctors) => fillReferrals({ record, desk, now: runtime.now() }, doctors),
    operations: [
      ...issuing(desk, record),
      ...accepting(desk, needs),
      ...patientOperations(desk, record),
      ...spaOperations(desk, record, runtime.now),
      ...sheetOperations(desk, needs.sheetLabel),
    ],
    async start() {
      const forget = () => referralStore(database).forgetAttempts(new Date(runtime.now().getTime() - 2 * sweep));
      // What failed to be forgotten now is forgotten a quarter of an hour later.
      const timer = setInterval(() => void forget().catch(() => undefined), sweep);
      timer.unref();
      const endFollowing = await needs.feed.follow(referralUpdates({ desk, record }));
      return async () => {
        clearInterval(timer);
        await endFollowing();
      };
    },
  };
}
