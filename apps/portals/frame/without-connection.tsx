/** The portal without a connection: what the person put by on this device, how old it is, and the way back. */
import { useLingui } from '@lingui/react';
import { type ComponentType, lazy, Suspense, useMemo, useState } from 'react';
import { browserClock } from '#core/runtime/browser-clock.ts';
import { AppShell } from '#libs/ui/app-shell/app-shell.tsx';
import { Button } from '#libs/ui/button/button.tsx';
import { speak } from '#libs/ui/language/language.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { type Portal, PortalProvider } from '#libs/ui/portal/portal.tsx';
import type { OfflineProps } from '#libs/ui/screens/screens.ts';
import type { Kept } from '#libs/ui/wallet/wallet.ts';
import type { PortalParts } from './parts.ts';
import { rememberLanguage } from './remembered.ts';

export interface WithoutConnectionProps {
  readonly parts: Pick<PortalParts, 'plan' | 'offers' | 'words' | 'wallet' | 'language'>;
  readonly kept: Kept;
}

export function WithoutConnection({ parts, kept }: WithoutConnectionProps) {
  const { plan, offers, words, wallet, language: first } = parts;
  const { i18n } = useLingui();
  const [language, show] = useState(first);
  const sections = useMemo<ComponentType<OfflineProps>[]>(
    () =>
      offers.flatMap(({ offline }) => {
        const load = offline?.[plan.name];
        return load ? [lazy(load)] : [];
      }),
    [offers, plan],
  );
  const portal: Portal = {
    ...{ product: i18n._(plan.product), home: plan.home, now: browserClock.now, wallet, language },
    href: () => undefined,
    go: (address) => location.assign(address),
    async setLanguage(chosen) {
      await speak(chosen, words);
      document.documentElement.lang = chosen;
      rememberLanguage(localStorage, chosen);
      show(chosen);
    },
  };
  return (
    <PortalProvider portal={portal}>
      <AppShell help={`${plan.home}/pomoc`} declaration={`${plan.home}/deklaracja-dostepnosci`}>
        <Page title={i18n._('Bez połączenia')}>
          <Notice kind="warning">
            <p>{i18n._('Nie ma połączenia z e-Zdrowiem. Widzisz to, co zapisano na tym urządzeniu.')}</p>
            <Button onClick={() => location.reload()}>{i18n._('Spróbuj ponownie')}</Button>
          </Notice>
          <Suspense>
            {sections.map((Section, place) => (
              // The offers do not change while the page is open: neither do the places in the list.
              <Section key={`${plan.name}-${place}`} kept={kept} />
            ))}
          </Suspense>
        </Page>
      </AppShell>
    </PortalProvider>
  );
}
