/** Opens a portal: loads the words, asks who is signed in, lays out the routes, draws the page. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot, type Root } from 'react-dom/client';
import { browserClock } from '#core/runtime/browser-clock.ts';
import { speak } from '#libs/ui/language/language.ts';
import { ApiProblem, createApi } from '#libs/ui/session/api.ts';
import type { Session } from '#libs/ui/session/session.ts';
import type { Wallet } from '#libs/ui/wallet/wallet.ts';
import { ApiProvider, askAhead } from '#libs/ui/session/use-api.tsx';
import '#libs/ui/tokens/fonts.css';
import '#libs/ui/tokens/tokens.css';
import '#libs/ui/tokens/base.css';
import { planFor, type PortalPlan } from '../places.ts';
import { offers, sessions } from '../screens.ts';
import { kitWords, portalWords } from '../words.ts';
import { install, ownWallet, walletOf } from './device.ts';
import { createPulse } from './pulse.ts';
import { rememberedLanguage } from './remembered.ts';
import { lockedEvent } from './lock.tsx';
import { routerOf } from './routes.tsx';
import { Unreachable } from './unreachable.tsx';
import { WithoutConnection, type WithoutConnectionProps } from './without-connection.tsx';

/** Opens the portal in `#root`. Without a session it leads to sign-in and keeps the place that was asked for. */
export async function openPortal(plan: PortalPlan): Promise<void> {
  const element = document.getElementById('root');
  if (!element) throw new Error('the page has no #root');
  const root = createRoot(element);
  const places = new Set(plan.places.map(({ place }) => place));
  const mine = offers.filter(({ screens }) => Object.keys(screens).some((place) => places.has(place)));
  const words = [kitWords, ...mine.map((offer) => offer.words), portalWords];
  const pulse = createPulse(browserClock, localStorage);
  const wallet = walletOf(plan);
  let session: Session | undefined;
  const api = createApi({
    fetch: (input, init) => fetch(input, init),
    csrf: () => session?.csrf,
    onSignedOut: (code) => {
      if (!plan.roles) return;
      // A page that was opened locks; one that only now asks who is there goes to sign-in.
      if (code === 'session-locked' && session) dispatchEvent(new Event(lockedEvent));
      else if (code === 'session-revoked' && wallet) void eraseAndLeave(wallet);
      else location.replace(signInAddress());
    },
    onAlive: pulse.beat,
  });
  const language = rememberedLanguage(localStorage, navigator.language);
  document.documentElement.lang = language;
  try {
    [session] = await Promise.all([plan.roles ? sessions.current(api) : undefined, speak(language, words)]);
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return;
    return openWithout(root, { plan, offers: mine, words, wallet, language });
  }
  if (session) await ownWallet(wallet, session).catch(() => undefined);
  install(plan);
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: worthTrying } },
  });
  const shown = session ? planFor(plan, session.role) : plan;
  const ahead = (path: string) => void askAhead(queries, api, path);
  const parts = { plan: shown, offers: mine, words, session, api, pulse, wallet, language, askAhead: ahead };
  const router = routerOf(parts);
  root.render(
    <I18nProvider i18n={i18n}>
      <ApiProvider api={api}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ApiProvider>
    </I18nProvider>,
  );
}

/** The platform gave no usable answer: what was put by on this device is shown all the same. */
async function openWithout(root: Root, parts: WithoutConnectionProps['parts']): Promise<void> {
  const { language, words, wallet } = parts;
  await speak(language, words).catch(() => speak(language, [kitWords, portalWords]));
  const kept = await wallet?.open().catch(() => undefined);
  root.render(
    <I18nProvider i18n={i18n}>{kept ? <WithoutConnection parts={parts} kept={kept} /> : <Unreachable />}</I18nProvider>,
  );
}

/** A refusal stays a refusal; a broken connection or a restart may pass. */
const worthTrying = (failures: number, problem: Error): boolean =>
  failures < 2 && problem instanceof ApiProblem && (problem.status === 0 || problem.status === 503);

/**
 * The session was ended from elsewhere: whoever holds the device now may be somebody else. The page stays until nothing
 * is left, since leaving it would break off the erasing.
 */
async function eraseAndLeave(wallet: Wallet): Promise<void> {
  await wallet.erase().catch(() => undefined);
  location.replace(signInAddress());
}

/** Where one signs in, and comes back from to the same place. */
export const signInAddress = (): string =>
  `/sign-in?${new URLSearchParams({ return: location.pathname + location.search })}`;
