/**
 * A result as a patient reads it: the value large and in words, then where it lies against the reference range of its
 * own laboratory. The picture repeats the words; nothing is said by the picture alone.
 */
import { useLingui } from '@lingui/react';
import { useFormat } from '../format/use-format.ts';
import { Tag } from '../tag/tag.tsx';
import { type Bounds, numberLineScale, stopsOf, type Verdict, verdictOf } from './number-line-scale.ts';
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
  /** What the patient and the doctor agreed on. */
  goal?: Bounds | undefined;
  /** From where doctors worry: below `low`, above `high`. */
  worry?: Bounds | undefined;
  /** Decimals; as many as the value has without it. */
  digits?: number;
}

export function NumberLine(props: NumberLineProps) {
  const { value, unit, low, high, date, verdict, digits } = props;
  const { i18n } = useLingui();
  const format = useFormat();
  const said = verdict ?? verdictOf(value, low, high);
  const words: Readonly<Record<Verdict, string>> = {
    low: i18n._('poniżej normy'),
    normal: i18n._('w normie'),
    high: i18n._('powyżej normy'),
    unknown: i18n._('bez podanej normy'),
  };
  const kinds = { low: 'warning', normal: 'info', high: 'warning', unknown: 'neutral' } as const;
  const icons = { low: 'down', normal: 'level', high: 'up', unknown: 'info' } as const;
  const shown = [format.number(value, digits), unit].filter(Boolean).join(' ');
  const known = [low, high, ...boundsOf(props)].some((bound) => bound !== undefined);
  return (
    <figure className="ez-number-line">
      <figcaption>
        <strong className="ez-number-value">{shown}</strong>{' '}
        <Tag kind={kinds[said]} icon={icons[said]}>
          {words[said]}
        </Tag>
        {date && <span className="ez-secondary"> {format.dateTime(date)}</span>}
      </figcaption>
      {known && <Drawing {...props} />}
      <Legend {...props} />
    </figure>
  );
}

const boundsOf = ({ goal, worry }: NumberLineProps) => [goal?.low, goal?.high, worry?.low, worry?.high];

/** What each mark of the drawing is, in words; the sign before the words is the one on the line. */
function Legend({ low, high, unit, goal, worry }: NumberLineProps) {
  const { i18n } = useLingui();
  const within = useBoundsWords(goal ?? {}, unit);
  const from = useWorryWords(worry ?? {}, unit);
  return (
    <ul className="ez-line-legend">
      <li>
        {(low !== undefined || high !== undefined) && <span className="ez-line-key ez-line-key-normal" aria-hidden />}
        {useRangeWords(low, high, unit)}
      </li>
      {within && (
        <li>
          <span className="ez-line-key ez-line-key-goal" aria-hidden />
          {i18n._('Twój cel: {bounds}', { bounds: within })}
        </li>
      )}
      {from && (
        <li>
          <span className="ez-line-key ez-line-key-worry" aria-hidden />
          {from}
        </li>
      )}
    </ul>
  );
}

function useBoundsWords({ low, high }: Bounds, unit = ''): string | undefined {
  const { i18n } = useLingui();
  const format = useFormat();
  const say = (bound: number) => [format.number(bound), unit].filter(Boolean).join('\u00a0');
  if (low !== undefined && high !== undefined)
    return i18n._('od {low} do {high}', { low: format.number(low), high: say(high) });
  if (high !== undefined) return i18n._('do {high}', { high: say(high) });
  if (low !== undefined) return i18n._('od {low}', { low: say(low) });
  return undefined;
}

function useWorryWords({ low, high }: Bounds, unit = ''): string | undefined {
  const { i18n } = useLingui();
  const format = useFormat();
  const say = (bound: number) => [format.number(bound), unit].filter(Boolean).join('\u00a0');
  if (low !== undefined && high !== undefined)
    return i18n._('Od tego miejsca lekarze się niepokoją: poniżej {low} i od {high}', {
      low: format.number(low),
      high: say(high),
    });
  if (high !== undefined) return i18n._('Od tego miejsca lekarze się niepokoją: od {high}', { high: say(high) });
  if (low !== undefined) return i18n._('Od tego miejsca lekarze się niepokoją: poniżej {low}', { low: say(low) });
  return undefined;
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

const tones = {
  normal: 'var(--line-good)',
  off: 'var(--line-off)',
  worry: 'var(--line-worry)',
} as const;

function Drawing(props: NumberLineProps) {
  const { value, low, high, goal, worry, digits } = props;
  const { i18n } = useLingui();
  const format = useFormat();
  const marks = boundsOf(props).filter((bound) => bound !== undefined);
  const scale = numberLineScale(value, low, high, marks);
  const left = low === undefined ? 0 : scale.at(low);
  const right = high === undefined ? 100 : scale.at(high);
  const ranged = low !== undefined || high !== undefined;
  const edge = (at: number) => (at < 12 ? 'start' : at > 88 ? 'end' : 'middle');
  const stops = stopsOf(scale, { low, high }, worry).map(({ at, tone }) => `${tones[tone]} ${at}%`);
  const goals = [goal?.low, goal?.high].filter((bound) => bound !== undefined);
  const worries = [worry?.low, worry?.high].filter((bound) => bound !== undefined);
  return (
    <div className="ez-line" aria-hidden="true">
      <div className="ez-line-value" data-edge={edge(scale.at(value))} style={{ left: `${scale.at(value)}%` }}>
        {format.number(value, digits)}
      </div>
      <div
        className="ez-line-bar"
        style={stops.length > 0 ? { backgroundImage: `linear-gradient(to right, ${stops.join(', ')})` } : {}}
      >
        {ranged && (
          <div className="ez-line-normal" style={{ left: `${left}%`, width: `${right - left}%` }}>
            {right - left > 15 && i18n._('norma')}
          </div>
        )}
        {worries.map((bound) => (
          <div key={`worry-${bound}`} className="ez-line-worry" style={{ left: `${scale.at(bound)}%` }} />
        ))}
        {goals.map((bound) => (
          <div key={`goal-${bound}`} className="ez-line-goal" style={{ left: `${scale.at(bound)}%` }} />
        ))}
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
