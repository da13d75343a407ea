/**
 * Links: `Link` within a sentence, `ActionLink` for the one thing to do next, `ButtonLink` where it must weigh as a
 * button.
 */
import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { usePortal } from '../portal/portal.tsx';
import '../button/button.css';
import './link.css';

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** A plain left click within this portal changes the page without loading it anew; all else is the browser's. */
function useClick(href: string, onClick: LinkProps['onClick']) {
  const { home, go } = usePortal();
  return (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const ours = href === home || href.startsWith(`${home}/`) || href.startsWith(`${home}?`);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!ours || !plain || event.defaultPrevented || event.currentTarget.target) return;
    event.preventDefault();
    go(href);
  };
}

export function Link({ href, onClick, className, ...rest }: LinkProps) {
  const click = useClick(href, onClick);
  // biome-ignore lint/a11y/useAnchorContent: the content comes with the properties
  return <a {...rest} href={href} className={className ?? 'ez-link'} onClick={click} />;
}

/** The next step, large enough to be found at a glance: an arrow and a verb. */
export function ActionLink({ children, ...rest }: LinkProps) {
  return (
    <Link {...rest} className="ez-action-link">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <circle cx="12" cy="12" r="11" />
        <path d="M7 12h9m-4-4 4 4-4 4" fill="none" strokeWidth="2" />
      </svg>
      <span>{children}</span>
    </Link>
  );
}

export function ButtonLink({ kind = 'secondary', ...rest }: LinkProps & { kind?: 'primary' | 'secondary' | 'quiet' }) {
  return <Link {...rest} className={`ez-button ez-button-${kind}`} />;
}
