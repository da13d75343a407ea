/**
 * One screen: the page's title `Ekran – osoba – system`, its single h1, a lead, and what can be done with the whole of
 * it.
 */
import { type ReactNode, useEffect } from 'react';
import { useLingui } from '@lingui/react';
import { usePortal } from '../portal/portal.tsx';
import './page.css';

export interface PageProps {
  /** The h1 and the first part of the window's title. */
  title: string;
  /** Whose data it is, on staff screens. */
  person?: string;
  /** The page shows errors: the window's title begins with `Błąd:`. */
  failed?: boolean;
  /** Hides the h1 from the eye when something else carries the name (the identity band). */
  quiet?: boolean;
  lead?: ReactNode;
  actions?: ReactNode;
  /** `reading` keeps patients' pages at 960 px; `wide` takes all the room there is. */
  width?: 'reading' | 'wide';
  children?: ReactNode;
}

export function Page({ title, person, failed, quiet, lead, actions, width = 'reading', children }: PageProps) {
  const { i18n } = useLingui();
  const { product } = usePortal();
  const error = failed ? `${i18n._('Błąd:')} ` : '';
  useEffect(() => {
    document.title = error + [title, person, product].filter(Boolean).join(' – ');
  }, [error, title, person, product]);
  return (
    <div className={`ez-page ez-page-${width}`}>
      <div className="ez-page-head">
        <h1 className={quiet ? 'ez-hidden' : undefined}>{title}</h1>
        {actions && <div className="ez-page-actions ez-no-print">{actions}</div>}
      </div>
      {lead && <p className="ez-page-lead">{lead}</p>}
      {children}
    </div>
  );
}
