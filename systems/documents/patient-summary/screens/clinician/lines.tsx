/** Lines of a summary: what, how it stands, what else is recorded, when; as recorded, also where it is partial. */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import type { Line } from '../../shown.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';

export interface LinesProps {
  readonly lines: readonly Line[];
  /** More words for some lines, by place in the list. */
  readonly besides?: readonly (ReactNode | undefined)[];
}

export function Lines({ lines, besides = [] }: LinesProps) {
  const format = useFormat();
  const words = useSummaryWords();
  return (
    <ul className="ps-lines">
      {lines.map(({ line, what, details, codes, when }, at) => (
        <li key={`${line} ${at}`}>
          <strong>{what}</strong>
          {besides[at] && <strong className="ps-note">{besides[at]}</strong>}
          {codes.length > 0 && <em>{codes.map(words.code).join(', ')}</em>}
          {details.length > 0 && <span>{details.join('; ')}</span>}
          {when && <span className="ps-note">{format.date(when) ?? when}</span>}
        </li>
      ))}
    </ul>
  );
}

export function Contradiction() {
  const { i18n } = useLingui();
  return (
    <Notice kind="warning">
      <p>{i18n._('Sprzeczne: zapisano, że nic takiego nie ma, a są też wpisy.')}</p>
    </Notice>
  );
}
