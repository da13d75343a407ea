/** A status: icon, word and colour together. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icon/icon.tsx';
import './tag.css';

export interface TagProps {
  kind?: 'neutral' | 'info' | 'success' | 'warning' | 'critical' | 'ai';
  icon?: IconName;
  children: ReactNode;
}

const defaults = {
  neutral: 'past',
  info: 'info',
  success: 'done',
  warning: 'alert',
  critical: 'stop',
  ai: 'spark',
} as const satisfies Record<string, IconName>;

export function Tag({ kind = 'neutral', icon, children }: TagProps) {
  return (
    <span className={`ez-tag ez-tag-${kind}`}>
      <Icon name={icon ?? defaults[kind]} /> {children}
    </span>
  );
}

/** How many, beside a word that says of what. */
export function Badge({ count, label }: { count: number; label: string }) {
  return (
    <span className="ez-badge">
      <span aria-hidden="true">{count}</span>
      <span className="ez-hidden">{label}</span>
    </span>
  );
}
