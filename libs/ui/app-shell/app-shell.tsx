/**
 * The frame of every page of every portal: skip link, header, navigation, main, footer with help and the declaration.
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '../button/button.tsx';
import { LanguageSwitch } from '../language-switch/language-switch.tsx';
import { Link } from '../link/link.tsx';
import { usePortal } from '../portal/portal.tsx';
import './app-shell.css';

export interface NavigationItem {
  href: string;
  label: string;
  /** The page itself, or something that it lies in. */
  current?: boolean | 'within';
}

export interface AppShellProps {
  navigation?: readonly NavigationItem[] | undefined;
  /** The places that belong together with this page, under one word of the navigation. */
  hub?: { readonly label: string; readonly items: readonly NavigationItem[] } | undefined;
  onSignOut?: () => void;
  /** Between header and main, on every page: for whom one acts, what does not work just now. */
  banner?: ReactNode;
  /** Addresses of the help page and of the accessibility declaration. */
  help: string;
  declaration: string;
  /** Where the person looks after their account, when the navigation does not say it: their name leads there. */
  account?: string | undefined;
  /** Nothing in the header leads elsewhere: the page is shown to somebody else. */
  bare?: boolean;
  children: ReactNode;
}

/** The id of `<main>`: where the skip link leads and where the focus goes when the page changes. */
export const mainId = 'tresc';

export function AppShell(props: AppShellProps) {
  const { navigation, hub, onSignOut, banner, help, declaration, account, bare, children } = props;
  const { i18n } = useLingui();
  const { product, home, session } = usePortal();
  const name = (
    <>
      <span className="ez-product-family">e-Zdrowie</span> {product}
    </>
  );
  return (
    <div className="ez-shell">
      <a className="ez-skip" href={`#${mainId}`}>
        {i18n._('Przejdź do treści')}
      </a>
      <header className="ez-header">
        <p className="ez-demonstration">{i18n._('Dane syntetyczne – wersja demonstracyjna')}</p>
        <div className="ez-header-row ez-no-print">
          {bare ? (
            <span className="ez-product">{name}</span>
          ) : (
            <Link href={home} className="ez-product">
              {name}
            </Link>
          )}
          <LanguageSwitch />
          {session && (
            <div className="ez-person">
              <span>
                {account ? (
                  <Link href={account}>
                    <strong>{session.name}</strong>
                    <span className="ez-hidden"> {i18n._('– bezpieczeństwo konta')}</span>
                  </Link>
                ) : (
                  <strong>{session.name}</strong>
                )}
                {session.facilityName && <span className="ez-secondary ez-facility">{session.facilityName}</span>}
              </span>
              {onSignOut && (
                <Button kind="secondary" onClick={onSignOut}>
                  {i18n._('Wyloguj się')}
                </Button>
              )}
            </div>
          )}
        </div>
        {navigation && navigation.length > 0 && (
          <Navigation label={i18n._('Główne')} items={navigation} className="ez-navigation" />
        )}
        {hub && <Navigation label={hub.label} items={hub.items} className="ez-navigation ez-navigation-hub" />}
      </header>
      {banner}
      <main id={mainId} tabIndex={-1} className="ez-main">
        {children}
      </main>
      <footer className="ez-footer ez-no-print">
        <ul>
          <li>
            <Link href={help}>{i18n._('Pomoc i kontakt')}</Link>
          </li>
          <li>
            <Link href={declaration}>{i18n._('Deklaracja dostępności')}</Link>
          </li>
        </ul>
      </footer>
    </div>
  );
}

interface NavigationProps {
  readonly label: string;
  readonly items: readonly NavigationItem[];
  readonly className: string;
}

function Navigation({ label, items, className }: NavigationProps) {
  return (
    <nav aria-label={label} className={`${className} ez-no-print`}>
      <ul>
        {items.map(({ href, label: name, current }) => (
          <li key={href}>
            <Link
              href={href}
              className="ez-navigation-link"
              aria-current={current === 'within' ? 'true' : current ? 'page' : undefined}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
