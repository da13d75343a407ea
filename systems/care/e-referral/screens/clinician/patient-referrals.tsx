/** All referrals of the open patient, the newest first. `n` begins a new one. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging } from '#libs/ui/table/table.tsx';
import type { Shown } from '../../model.ts';
import { RecordBand, type RecordFacts, recordFactsAddress } from '#libs/ui/identity-band/record-band.tsx';
import { ReferralTable } from './referral-table.tsx';

export default function PatientReferrals({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const patient = params.patient as string;
  const facts = useGet<RecordFacts>(recordFactsAddress(patient));
  const cursor = search.od ? `?cursor=${encodeURIComponent(search.od)}` : '';
  const query = useGet<{ referrals: Shown[]; next?: string }>(
    `/api/e-referral/patients/${encodeURIComponent(patient)}/referrals${cursor}`,
    { fresh: true },
  );
  const refer = href('clinician-portal/refer', { patient }) ?? '';
  const to = (od?: string) => () =>
    go(href('clinician-portal/patient-referrals', { patient, ...(od ? { od } : {}) }) ?? '');
  useKeys({ n: () => go(refer) });
  return (
    <Page
      title={i18n._('Skierowania')}
      person={facts.data?.patient.name}
      width="wide"
      actions={
        <ButtonLink kind="primary" href={refer} aria-keyshortcuts="n">
          {i18n._('Wystaw skierowanie (N)')}
        </ButtonLink>
      }
    >
      {facts.data && <RecordBand facts={facts.data} />}
      <Loaded query={query} lines={8}>
        {({ referrals, next }) =>
          referrals.length === 0 ? (
            <EmptyState kind="never">{i18n._('Pacjent nie ma skierowań, które możesz zobaczyć.')}</EmptyState>
          ) : (
            <>
              <ReferralTable caption={i18n._('Skierowania pacjenta')} referrals={referrals} />
              <CursorPaging
                count={referrals.length}
                onFirst={search.od ? to() : undefined}
                onNext={next ? to(next) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
