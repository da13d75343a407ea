/** How much waits, at a glance: each number leads to what it counts. At most five in a row are read at a glance. */
import type { ReactNode } from 'react';
import { Link } from '../link/link.tsx';
import { Icon } from '../icon/icon.tsx';
import './counters.css';

export interface CounterProps {
  /** A number, or a few words where the thing is not counted. */
  value: ReactNode;
  label: string;
  /** More about it: since when, the oldest. */
  more?: ReactNode;
  href: string | undefined;
  /** `act`: somebody must do something; `stop`: it does not work. */
  tone?: 'calm' | 'act' | 'stop';
}

export function Counter({ value, label, more, href, tone = 'calm' }: CounterProps) {
  const content = (
    <>
      <span className="ez-counter-value">
        {tone === 'act' && <Icon name="alert" />}
        {tone === 'stop' && <Icon name="stop" />}
        {value}
      </span>
      <span className="ez-counter-label">{label}</span>
    </>
  );
  return (
    <li className={`ez-counter ez-counter-${tone}`}>
      {href ? (
        <Link href={href} className="ez-counter-link">
          {content}
        </Link>
      ) : (
        <span className="ez-counter-link">{content}</span>
      )}
      {more && <span className="ez-counter-more">{more}</span>}
    </li>
  );
}

export function Counters({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className="ez-counters" aria-label={label}>
      {children}
    </ul>
  );
}
