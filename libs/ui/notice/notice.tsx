/** Words that must be seen: a notice of one of five kinds. Icon, word and colour say the same thing. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Icon, type IconName } from '../icon/icon.tsx';
import './notice.css';

export type NoticeKind = 'info' | 'success' | 'warning' | 'critical' | 'ai';

const icons: Readonly<Record<NoticeKind, IconName>> = {
  info: 'info',
  success: 'done',
  warning: 'alert',
  critical: 'stop',
  ai: 'spark',
};

export interface NoticeProps {
  kind?: NoticeKind;
  title?: ReactNode;
  children?: ReactNode;
  /** Read aloud when it appears after the page has been shown. */
  live?: boolean;
}

export function Notice({ kind = 'info', title, children, live }: NoticeProps) {
  const { i18n } = useLingui();
  const words: Readonly<Record<NoticeKind, string>> = {
    info: i18n._('Informacja'),
    success: i18n._('Gotowe'),
    warning: i18n._('Uwaga'),
    critical: i18n._('Pilne'),
    ai: i18n._('AI'),
  };
  return (
    <div className={`ez-notice ez-notice-${kind}`} role={live ? 'status' : undefined}>
      <span className="ez-notice-mark">
        <Icon name={icons[kind]} /> {words[kind]}
      </span>
      <div className="ez-notice-body">
        {title && <p className="ez-notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** A quiet aside: a rule on the left, no icon. */
export function Inset({ children }: { children: ReactNode }) {
  return <div className="ez-inset">{children}</div>;
}
