/** Facts with their names: a definition list, two columns where there is room. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import './summary-list.css';

export interface SummaryRow {
  key: string;
  label: ReactNode;
  /** Undefined is said in words: missing differs from none and from zero. */
  value: ReactNode | undefined;
  /** A link that leads to changing it or to more about it. */
  action?: ReactNode;
}

export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  const { i18n } = useLingui();
  return (
    <dl className="ez-summary">
      {rows.map(({ key, label, value, action }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>
            {value ?? <i className="ez-secondary">{i18n._('brak danych')}</i>}
            {action && <span className="ez-summary-action">{action}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
