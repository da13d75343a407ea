/** Referrals of the facility: one is accepted by code or key; what was accepted, realised, issued. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { CursorPaging } from '#libs/ui/table/table.tsx';
import { TabLinks } from '#libs/ui/tabs/tab-links.tsx';
import type { Shown } from '../../model.ts';
import { AcceptByCode } from './accept-by-code.tsx';
import { ReferralTable } from './referral-table.tsx';

const paths = {
  przyjete: 'incoming?state=accepted',
  zrealizowane: 'incoming?state=realised',
  wystawione: 'issued?',
} as const;
type View = keyof typeof paths;

export default function FacilityReferrals({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const view: View = Object.hasOwn(paths, search.widok ?? '') ? (search.widok as View) : 'przyjete';
  const cursor = search.od ? `&cursor=${encodeURIComponent(search.od)}` : '';
  const query = useGet<{ referrals: Shown[]; next?: string }>(`/api/e-referral/${paths[view]}${cursor}`, {
    fresh: true,
  });
  const address = (widok: string, od?: string) =>
    href('clinician-portal/referrals', { widok, ...(od ? { od } : {}) }) ?? '';
  const names: Record<View, string> = {
    przyjete: i18n._('Przyjęte'),
    zrealizowane: i18n._('Zrealizowane'),
    wystawione: i18n._('Wystawione'),
  };
  return (
    <Page title={i18n._('Skierowania placówki')} width="wide">
      <AcceptByCode onDone={() => query.refetch()} />
      <TabLinks
        label={i18n._('Które skierowania')}
        tabs={Object.entries(names).map(([key, label]) => ({ href: address(key), label, current: key === view }))}
      />
      <Loaded query={query} lines={8}>
        {({ referrals, next }) =>
          referrals.length === 0 ? (
            <EmptyState kind="never">{i18n._('Nie ma tu jeszcze skierowań.')}</EmptyState>
          ) : (
            <>
              <ReferralTable caption={names[view]} referrals={referrals} ofMany />
              <CursorPaging
                count={referrals.length}
                onFirst={search.od ? () => go(address(view)) : undefined}
                onNext={next ? () => go(address(view, next)) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
