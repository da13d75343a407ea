/** The operators' first page: what waits and what does not work, counted by each system itself. */
import { useLingui } from '@lingui/react';
import { Suspense } from 'react';
import { Counters } from '#libs/ui/counters/counters.tsx';
import { Loading } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';

export default function Start() {
  const { i18n } = useLingui();
  const { tiles = [] } = usePortal();
  return (
    <Page title={i18n._('Pulpit')} lead={i18n._('Co czeka na Ciebie i co nie działa.')} width="wide">
      <Counters label={i18n._('Liczniki')}>
        {tiles.map((Tile, place) => (
          // The offers do not change while a portal is open: neither do the places in the list.
          <Suspense
            key={`licznik-${place}`}
            fallback={
              <li>
                <Loading lines={2} />
              </li>
            }
          >
            <Tile />
          </Suspense>
        ))}
      </Counters>
    </Page>
  );
}
