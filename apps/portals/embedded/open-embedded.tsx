/** Opens the profile without a portal: waits for what it may act by, then draws the patient's first screen. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { createRoot, type Root } from 'react-dom/client';
import { browserClock } from '#core/runtime/browser-clock.ts';
import { speak } from '#libs/ui/language/language.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { createApi } from '#libs/ui/session/api.ts';
import type { Session } from '#libs/ui/session/session.ts';
import { ApiProvider } from '#libs/ui/session/use-api.tsx';
import '#libs/ui/tokens/fonts.css';
import '#libs/ui/tokens/tokens.css';
import '#libs/ui/tokens/base.css';
import { createPulse } from '../frame/pulse.ts';
import { rememberedLanguage } from '../frame/remembered.ts';
import { routerOf } from '../frame/routes.tsx';
import { addressOf, type PortalPlan } from '../places.ts';
import { offers } from '../screens.ts';
import { kitWords, portalWords } from '../words.ts';
import { EmbeddedFrame } from './embedded-frame.tsx';
import { type Handed, listenToParent } from './handed.ts';
import { authorizationAddress, takeCode } from './smart-launch.ts';

type Says = 'waiting' | 'ended' | 'foreign' | 'refused';

const texts: Readonly<Record<Says, string>> = {
  waiting: /*i18n*/ 'Czekamy, aż system, z którego korzystasz, otworzy profil pacjenta.',
  ended: /*i18n*/ 'Dostęp się skończył. Wróć do systemu, z którego korzystasz, i otwórz profil jeszcze raz.',
  foreign: /*i18n*/ 'System, który otwiera profil, nie jest połączony z e-Zdrowiem.',
  refused: /*i18n*/ 'Profil nie został otwarty. Wróć do systemu, z którego korzystasz, i otwórz profil jeszcze raz.',
};

/** Nobody is signed in here: the token says who asks. */
const nobody: Session = {
  ...{ name: '', login: '', role: 'physician', csrf: '', idleSeconds: 900, expires: '9999-12-31T00:00:00Z' },
};

export async function openEmbedded(plan: PortalPlan): Promise<void> {
  const element = document.getElementById('root');
  if (!element) throw new Error('the page has no #root');
  const root = createRoot(element);
  const mine = offers.filter(({ screens }) => plan.places.some(({ place }) => place in screens));
  const language = rememberedLanguage(localStorage, navigator.language);
  document.documentElement.lang = language;
  const spoken = [kitWords, ...mine.map(({ words }) => words), portalWords];
  await speak(language, spoken);
  const show = (handed: Handed, onEnded: () => void) =>
    draw(root, handed, { plan, offers: mine, words: spoken, language, onEnded });
  const search = new URLSearchParams(location.search);
  if (location.pathname === '/gabinet/e-profil/uruchom') {
    const address = await authorizationAddress(search).catch(() => undefined);
    if (address) return location.replace(address);
    return say(root, 'foreign');
  }
  if (location.pathname === '/gabinet/e-profil/powrot') {
    // The code is good once; out of the address, it cannot be sent again by going back.
    history.replaceState(null, '', location.pathname);
    const handed = await takeCode(search).catch(() => undefined);
    return handed ? show(handed, () => say(root, 'ended')) : say(root, 'refused');
  }
  say(root, 'waiting');
  const parent = listenToParent(window, (handed) =>
    show(handed, () => {
      say(root, 'ended');
      parent.ask();
    }),
  );
}

function say(root: Root, what: Says): void {
  root.render(
    <I18nProvider i18n={i18n}>
      <main className="ez-main">
        <Notice kind={what === 'waiting' ? 'info' : 'warning'}>
          <p>{i18n._(texts[what])}</p>
        </Notice>
      </main>
    </I18nProvider>,
  );
}

interface Drawing extends Pick<Parameters<typeof routerOf>[0], 'plan' | 'offers' | 'words' | 'language'> {
  readonly onEnded: () => void;
}

function draw(root: Root, { token, patient }: Handed, { plan, onEnded, ...rest }: Drawing): void {
  const api = createApi({
    // By the token alone: no cookie goes along, so that no other page can borrow one.
    fetch: (input, init) =>
      fetch(input, {
        ...init,
        credentials: 'omit',
        headers: { ...(init?.headers as Record<string, string>), authorization: `Bearer ${token}` },
      }),
    csrf: () => undefined,
    onSignedOut: onEnded,
  });
  const place = plan.places.find((one) => one.place === 'clinician-portal/patient');
  if (!place) throw new Error('the plan has no place for a patient');
  // The addresses of screens, which name the patient, stay in memory: the frame's own address never changes.
  const inMemory = createMemoryHistory({ initialEntries: [addressOf(plan, place, { patient })] });
  const pulse = createPulse(browserClock, sessionStorage);
  const parts = { ...rest, plan, api, pulse, session: nobody, wallet: undefined };
  const router = routerOf(parts, { frame: EmbeddedFrame, history: inMemory });
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: false } } });
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
