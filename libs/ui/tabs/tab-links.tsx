/** Tabs that are addresses: each can be shared, bookmarked and opened in a window of its own. At most six. */
import { Link } from '../link/link.tsx';
import './tab-links.css';

export interface TabLink {
  href: string;
  label: string;
  current?: boolean;
}

export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="ez-tabs ez-no-print">
      <ul>
        {tabs.map(({ href, label: name, current }) => (
          <li key={href}>
            <Link href={href} className="ez-tab" aria-current={current ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where this page lies: `Przegląd › Niewydolność serca › Pobyt 12–18.03`. The last one is the page itself. */
export function Breadcrumb({ label, trail }: { label: string; trail: readonly { href?: string; label: string }[] }) {
  return (
    <nav aria-label={label} className="ez-breadcrumb ez-no-print">
      <ol>
        {trail.map(({ href, label: name }) => (
          <li key={name}>{href ? <Link href={href}>{name}</Link> : <span aria-current="page">{name}</span>}</li>
        ))}
      </ol>
    </nav>
  );
}
