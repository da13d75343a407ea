/** Every page of a portal: the shell around the screen, the language, who is signed in, and the end of the session. */
import { useLingui } from '@lingui/react';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { type ComponentType, lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { browserClock } from '#core/runtime/browser-clock.ts';
import { AppShell, mainId } from '#libs/ui/app-shell/app-shell.tsx';
import { type Language, speak } from '#libs/ui/language/language.ts';
import { type Portal, PortalProvider } from '#libs/ui/portal/portal.tsx';
import { addressOf, placeAt, type PortalPlan } from '../places.ts';
import { sessions } from '../screens.ts';
import { AccountBanner } from './account-banner.tsx';
import { Banners } from './banners.tsx';
import { IdleWatch } from './idle-watch.tsx';
import { Locked, useLock } from './lock.tsx';
import { navigationOf } from './navigation.ts';
import { filledSlots, type PortalParts, screenAt } from './parts.ts';
import { rememberLanguage } from './remembered.ts';
import { WithOutbox } from './with-outbox.tsx';
import { WrongPortal } from './wrong-portal.tsx';

export function PortalFrame({ parts }: { parts: PortalParts }) {
  const { plan, offers, session, api, pulse, wallet } = parts;
  const { i18n } = useLingui();
  const [language, setLanguage] = useLanguage(parts);
  const { history } = useRouter();
  const path = usePath(plan);
  useFocusOnNewPage(path);
  const href = useCallback(
    (name: string, params?: Readonly<Record<string, string>>) => {
      const place = screenAt(offers, name) && plan.places.find((each) => each.place === name);
      return place && addressOf(plan, place, params);
    },
    [offers, plan],
  );
  const tiles = useMemo<ComponentType[]>(
    () =>
      offers.flatMap(({ tiles }) => {
        const load = tiles?.[plan.name];
        return load ? [lazy(load)] : [];
      }),
    [offers, plan],
  );
  const slots = useMemo(() => filledSlots(offers), [offers]);
  const here = placeAt(plan, path);
  const product = i18n._(here?.product ?? plan.product);
  const portal = useMemo<Portal>(
    () => ({
      product,
      home: plan.home,
      href,
      go: (address) => history.push(address),
      now: browserClock.now,
      session,
      tiles,
      slots,
      wallet,
      language,
      setLanguage,
    }),
    [product, plan, href, history, session, tiles, slots, wallet, language, setLanguage],
  );
  const signOut = useCallback(async () => {
    // Who signs out leaves the device: nothing of theirs stays on it. An end for want of use takes nothing away.
    await wallet?.erase().catch(() => undefined);
    await leave(api);
  }, [api, wallet]);
  const end = useCallback(() => leave(api, { powod: 'bezczynnosc' }), [api]);
  const { locked, lock, unlock } = useLock(pulse);
  const allowed = !plan.roles || (session && plan.roles.includes(session.role));
  const security = plan.places.find(({ place }) => place.endsWith('/security'));
  const acting = session?.role === 'proxy';
  const bare = here?.bare === true;
  const navigation =
    allowed && !locked && !bare
      ? navigationOf({ plan, href, path, word: (label) => i18n._(label), acting })
      : undefined;
  const banner = allowed && session && !locked && !bare && (
    <>
      {security && (
        <AccountBanner
          notices={session.notices ?? 0}
          href={addressOf(plan, security)}
          isThere={path === security.path}
        />
      )}
      <Banners offers={offers} portal={plan.name} path={path} />
    </>
  );
  return (
    <PortalProvider portal={portal}>
      <WithOutbox session={session}>
        <AppShell
          navigation={navigation?.main}
          hub={navigation?.hub}
          onSignOut={session && signOut}
          account={allowed && !bare && plan.account ? href(plan.account) : undefined}
          help={`${plan.home}/pomoc`}
          declaration={`${plan.home}/deklaracja-dostepnosci`}
          banner={banner}
          bare={bare}
        >
          {locked && session ? (
            <Locked session={session} api={api} onUnlocked={unlock} onEnd={end} />
          ) : allowed ? (
            <Outlet />
          ) : (
            <WrongPortal />
          )}
        </AppShell>
      </WithOutbox>
      {session && !locked && <IdleWatch session={session} pulse={pulse} onSignOut={signOut} onTimeOut={lock} />}
    </PortalProvider>
  );
}

/** Signs out and leaves the portal, so that nothing read stays in the page's memory. */
async function leave(api: PortalParts['api'], why: Readonly<Record<string, string>> = {}): Promise<void> {
  // Also without an answer the person leaves: the session then ends by itself.
  await sessions.end(api).catch(() => undefined);
  const asked = { return: location.pathname + location.search, ...why };
  location.replace(`/sign-in/koniec?${new URLSearchParams(asked)}`);
}

function useLanguage({ language: first, words }: PortalParts): [Language, (language: Language) => void] {
  const [language, show] = useState(first);
  const choose = useCallback(
    async (chosen: Language) => {
      await speak(chosen, words);
      document.documentElement.lang = chosen;
      rememberLanguage(localStorage, chosen);
      show(chosen);
    },
    [words],
  );
  return [language, choose];
}

/**
 * Where the person is, below the portal's address: `/`, `/leki`. The router may or may not say the portal's address
 * too.
 */
function usePath({ home }: PortalPlan): string {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname ?? '/' });
  const below = path === home || path.startsWith(`${home}/`) ? path.slice(home.length) : path;
  return below.length > 1 ? below.replace(/\/$/, '') : '/';
}

/**
 * A new page is announced by its heading: the focus goes to main, as after a real page load, but not on the first page.
 */
function useFocusOnNewPage(path: string): void {
  const seen = useRef(path);
  useEffect(() => {
    if (seen.current === path) return;
    seen.current = path;
    document.getElementById(mainId)?.focus({ preventScroll: true });
  }, [path]);
}
