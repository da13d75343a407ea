/**
 * More for those who want it, folded away for the rest. Native, so it also opens when the browser searches the page.
 */
import type { ReactNode } from 'react';
import './details.css';

export interface DetailsProps {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
}

export function Details({ summary, children, open }: DetailsProps) {
  return (
    <details className="ez-details" open={open}>
      <summary>{summary}</summary>
      <div className="ez-details-body">{children}</div>
    </details>
  );
}
