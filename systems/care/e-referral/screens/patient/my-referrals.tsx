/** "Moje skierowania": what waits first, each with its code, where it stands and what to do now. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging } from '#libs/ui/table/table.tsx';
import type { Shown } from '../../model.ts';
import { ReferralCard } from './referral-card.tsx';
import '../referrals.css';

export default function MyReferrals({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const { patient } = useSession();
  const cursor = search.od ? `?cursor=${encodeURIComponent(search.od)}` : '';
  const query = useGet<{ referrals: Shown[]; next?: string }>(
    patient && `/api/e-referral/patients/${encodeURIComponent(patient)}/referrals${cursor}`,
    { fresh: true },
  );
  const to = (od?: string) => () => go(href('patient-portal/referrals', od ? { od } : {}) ?? '');
  return (
    <Page
      title={i18n._('Moje skierowania')}
      lead={i18n._('Kod skierowania i PESEL wystarczą, żeby się zapisać. Papier nie jest potrzebny.')}
    >
      <Loaded query={query} lines={8}>
        {({ referrals, next }) => (
          <>
            {referrals.length === 0 && <EmptyState kind="never">{i18n._('Nie masz jeszcze skierowań.')}</EmptyState>}
            <Group title={i18n._('Do wykorzystania')} referrals={referrals.filter(isOpen)} />
            <Group title={i18n._('Zakończone')} referrals={referrals.filter((one) => !isOpen(one))} />
            {(search.od || next) && (
              <CursorPaging
                count={referrals.length}
                onFirst={search.od ? to() : undefined}
                onNext={next ? to(next) : undefined}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const isOpen = ({ state, expired }: Shown): boolean => !expired && (state === 'issued' || state === 'accepted');

function Group({ title, referrals }: { title: string; referrals: readonly Shown[] }) {
  if (referrals.length === 0) return null;
  return (
    <section className="sgs-stack">
      <h2>
        {title} ({referrals.length})
      </h2>
      {referrals.map((referral) => (
        <ReferralCard key={referral.id} referral={referral} />
      ))}
    </section>
  );
}
