/**
 * Where a fact comes from: facility, author, date. Stands beside every derived fact; opens when it is asked for more.
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../icon/icon.tsx';
import './source-chip.css';

export interface SourceChipProps {
  facility?: string;
  author?: string;
  /** A FHIR date. */
  date?: string;
  /** "Skąd to wiadomo": how the fact was derived, when it is more than copied. */
  children?: ReactNode;
}

export function SourceChip({ facility, author, date, children }: SourceChipProps) {
  const { i18n } = useLingui();
  const format = useFormat();
  const said = [facility, author, format.shortDate(date)].filter(Boolean).join(', ') || i18n._('źródło nieznane');
  const face = (
    <>
      <Icon name="source" /> <span className="ez-hidden">{i18n._('Źródło:')} </span>
      {said}
    </>
  );
  if (!children) return <span className="ez-source">{face}</span>;
  return (
    <details className="ez-source">
      <summary>
        {face} <span>{i18n._('Skąd to wiadomo?')}</span>
      </summary>
      <div>{children}</div>
    </details>
  );
}
