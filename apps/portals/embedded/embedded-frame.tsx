/** Around the profile where no portal is: what it is, whose words it speaks, and nothing to sign in or out of. */
import { useLingui } from '@lingui/react';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { browserClock } from '#core/runtime/browser-clock.ts';
import { type Portal, PortalProvider } from '#libs/ui/portal/portal.tsx';
import { type PortalParts, screenAt } from '../frame/parts.ts';
import { addressOf } from '../places.ts';

export function EmbeddedFrame({ parts }: { parts: PortalParts }) {
  const { plan, offers, session, language } = parts;
  const { i18n } = useLingui();
  const { history } = useRouter();
  const href = useCallback(
    (name: string, params?: Readonly<Record<string, string>>) => {
      const place = screenAt(offers, name) && plan.places.find((each) => each.place === name);
      return place && addressOf(plan, place, params);
    },
    [offers, plan],
  );
  const portal = useMemo<Portal>(
    () => ({
      ...{ product: i18n._(plan.product), home: plan.home, href, now: browserClock.now, language },
      go: (address) => history.push(address),
      setLanguage: () => undefined,
      ...(session ? { session } : {}),
    }),
    [i18n, plan, href, history, session, language],
  );
  return (
    <PortalProvider portal={portal}>
      <div className="ez-shell">
        <p className="ez-demonstration">{i18n._('Dane syntetyczne – wersja demonstracyjna')}</p>
        <main id="tresc" tabIndex={-1} className="ez-main">
          <Outlet />
        </main>
      </div>
    </PortalProvider>
  );
}
