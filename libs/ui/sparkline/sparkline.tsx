/** How a value went, in the space of a word: a small line with its reference band, and an arrow with a word. */
import { useLingui } from '@lingui/react';
import { Icon } from '../icon/icon.tsx';
import { pathOf, type Point, scaleOf } from './sparkline-path.ts';
import './sparkline.css';

export interface SparklineProps {
  /** Oldest first; drawn at their true distance in time. */
  points: readonly Point[];
  /** Reference range, drawn under the line. */
  low?: number;
  high?: number;
  /** The line in words: `HbA1c od 6,1 do 7,9 % w 3 lata`. */
  label: string;
}

const width = 96;
const height = 24;

export function Sparkline({ points, low, high, label }: SparklineProps) {
  const scale = scaleOf(points, { low, high, width, height });
  const last = points.at(-1);
  if (!scale || !last) return null;
  const bandTop = scale.y(high ?? scale.top);
  const bandBottom = scale.y(low ?? scale.bottom);
  return (
    <svg
      className="ez-sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      {(low !== undefined || high !== undefined) && (
        <rect className="ez-spark-band" x={0} y={bandTop} width={width} height={Math.max(1, bandBottom - bandTop)} />
      )}
      <path className="ez-spark-line" d={pathOf(points, scale)} />
      <circle className="ez-spark-last" cx={scale.x(last)} cy={scale.y(last.value)} r={3} />
    </svg>
  );
}

/** Where the last value stands against the one before it. Says nothing of good or bad: that is the flag's part. */
export function TrendArrow({ trend }: { trend: 'up' | 'down' | 'same' }) {
  const { i18n } = useLingui();
  const words = { up: i18n._('rośnie'), down: i18n._('spada'), same: i18n._('bez zmian') };
  const icons = { up: 'up', down: 'down', same: 'level' } as const;
  return (
    <span className="ez-trend">
      <Icon name={icons[trend]} />
      <span className="ez-hidden">{words[trend]}</span>
    </span>
  );
}
