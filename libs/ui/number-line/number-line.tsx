/**
 * A result as a patient reads it: the value large and in words, then where it lies against the reference range of its
 * own laboratory. The picture repeats the words; nothing is said by the picture alone.
 */
import { useLingui } from '@lingui/react';
import { useFormat } from '../format/use-format.ts';
import { Tag } from '../tag/tag.tsx';
import { numberLineScale, type Verdict, verdictOf } from './number-line-scale.ts';
import './number-line.css';

export interface NumberLineProps {
  value: number;
  unit?: string;
  /** The laboratory's own reference range. */
  low?: number;
  high?: number;
  /** A FHIR date of the measurement. */
  date?: string;
  /** The laboratory's verdict, which goes before our reading of the range. */
  verdict?: Verdict;
}

export function NumberLine({ value, unit, low, high, date, verdict }: NumberLineProps) {
  const { i18n } = useLingui();
  const format = useFormat();
  const said = verdict ?? verdictOf(value, low, high);
  const words: Readonly<Record<Verdict, string>> = {
    low: i18n._('poniżej normy'),
    normal: i18n._('w normie'),
    high: i18n._('powyżej normy'),
    unknown: i18n._('bez podanej normy'),
  };
  const kinds = { low: 'warning', normal: 'success', high: 'warning', unknown: 'neutral' } as const;
  const icons = { low: 'down', normal: 'done', high: 'up', unknown: 'info' } as const;
  const shown = [format.number(value), unit].filter(Boolean).join(' ');
  return (
    <figure className="ez-number-line">
      <figcaption>
        <strong className="ez-number-value">{shown}</strong>{' '}
        <Tag kind={kinds[said]} icon={icons[said]}>
          {words[said]}
        </Tag>
        {date && <span className="ez-secondary"> {format.dateTime(date)}</span>}
      </figcaption>
      {(low !== undefined || high !== undefined) && <Drawing value={value} low={low} high={high} />}
      <p className="ez-secondary">{useRangeWords(low, high, unit)}</p>
    </figure>
  );
}

function useRangeWords(low: number | undefined, high: number | undefined, unit = ''): string {
  const { i18n } = useLingui();
  const format = useFormat();
  if (low !== undefined && high !== undefined) {
    return i18n._('Norma tego laboratorium: od {low} do {high} {unit}', {
      low: format.number(low),
      high: format.number(high),
      unit,
    });
  }
  if (high !== undefined)
    return i18n._('Norma tego laboratorium: do {high} {unit}', { high: format.number(high), unit });
  if (low !== undefined) return i18n._('Norma tego laboratorium: od {low} {unit}', { low: format.number(low), unit });
  return i18n._('Laboratorium nie podało normy.');
}

function Drawing({ value, low, high }: Pick<NumberLineProps, 'value' | 'low' | 'high'>) {
  const { i18n } = useLingui();
  const format = useFormat();
  const scale = numberLineScale(value, low, high);
  const left = low === undefined ? 0 : scale.at(low);
  const right = high === undefined ? 100 : scale.at(high);
  const edge = (at: number) => (at < 12 ? 'start' : at > 88 ? 'end' : 'middle');
  return (
    <div className="ez-line" aria-hidden="true">
      <div className="ez-line-value" data-edge={edge(scale.at(value))} style={{ left: `${scale.at(value)}%` }}>
        {format.number(value)}
      </div>
      <div className="ez-line-bar">
        <div className="ez-line-normal" style={{ left: `${left}%`, width: `${right - left}%` }}>
          {right - left > 15 && i18n._('norma')}
        </div>
        <div className="ez-line-mark" style={{ left: `${scale.at(value)}%` }} />
      </div>
      <div className="ez-line-bounds">
        {low !== undefined && (
          <span data-edge={edge(left)} style={{ left: `${left}%` }}>
            {format.number(low)}
          </span>
        )}
        {high !== undefined && (
          <span data-edge={edge(right)} style={{ left: `${right}%` }}>
            {format.number(high)}
          </span>
        )}
      </div>
    </div>
  );
}
