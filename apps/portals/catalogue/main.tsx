/**
 * Every component's examples on one page. Built for checks only; no portal serves it. `?language=uk&density=…&theme=…`
 */
/// <reference types="vite/client" />
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createRoot } from 'react-dom/client';
import { browserClock } from '#core/runtime/browser-clock.ts';
import { AppShell } from '#libs/ui/app-shell/app-shell.tsx';
import { isLanguage, type Language, speak } from '#libs/ui/language/language.ts';
import { Page } from '#libs/ui/page/page.tsx';
import { PortalProvider } from '#libs/ui/portal/portal.tsx';
import type { Examples } from '#libs/ui/screens/examples.ts';
import '#libs/ui/tokens/fonts.css';
import '#libs/ui/tokens/tokens.css';
import '#libs/ui/tokens/base.css';
import { kitWords, portalWords } from '../words.ts';

const files = import.meta.glob<{ examples: Examples }>('../../../libs/ui/**/*.examples.tsx', { eager: true });
const asked = new URLSearchParams(location.search);
const wanted = asked.get('language');
const language: Language = isLanguage(wanted) ? wanted : 'pl';

document.documentElement.lang = language;
for (const name of ['density', 'theme'])
  document.documentElement.dataset[name] = asked.get(name) ?? document.documentElement.dataset[name];

const portal = {
  product: 'Katalog',
  home: '/catalogue',
  href: () => undefined,
  go: () => undefined,
  now: browserClock.now,
  language,
  setLanguage: (next: Language) => location.assign(`?language=${next}`),
};

await speak(language, [kitWords, portalWords]);
createRoot(document.getElementById('root') as HTMLElement).render(
  <I18nProvider i18n={i18n}>
    <PortalProvider portal={portal}>
      <AppShell help="#pomoc" declaration="#deklaracja">
        <Page title="Katalog" width="wide">
          {Object.entries(files).map(([file, { examples }]) => (
            <section key={file}>
              <h2>{file.split('/').at(-2)}</h2>
              {Object.entries(examples).map(([name, Example]) => (
                <Example key={name} />
              ))}
            </section>
          ))}
        </Page>
      </AppShell>
    </PortalProvider>
  </I18nProvider>,
);
