/** Last key results: value with unit, direction, date, range, the values before it as a line. */
import { useLingui } from '@lingui/react';
import { Sparkline, TrendArrow } from '#libs/ui/sparkline/sparkline.tsx';
import type { KeyResult } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Recorded } from '../wording/recorded.tsx';
import { Why } from '../why/why.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { Panel } from './panel.tsx';

export function ResultsPanel({ results, patient }: { results: readonly KeyResult[]; patient: string }) {
  const { i18n } = useLingui();
  return (
    <Panel id="pp-results" title={i18n._('Ostatnie wyniki')}>
      {results.length === 0 && (
        <p className="ez-secondary">{i18n._('Nie przesłano żadnych wyników. To nie znaczy, że badań nie było.')}</p>
      )}
      <ul className="pp-results pp-results-grid">
        {results.slice(0, 6).map((result) => (
          <li key={result.code}>
            <ResultLine result={result} patient={patient} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface ResultLineProps {
  result: KeyResult;
  patient: string;
  /** What it is called when somebody asks why; without it by its entry. */
  fact?: string;
}

export function ResultLine({ result, patient, fact }: ResultLineProps) {
  const { i18n } = useLingui();
  const words = useWording();
  const { flag, trend, date } = result;
  const range = words.range(result, false);
  const off = flag === 'high' || flag === 'low';
  return (
    <>
      <span className="pp-result-name">
        <EventAnchor link={result.link} patient={patient}>
          <Recorded>{result.what}</Recorded>
        </EventAnchor>{' '}
        <Why fact={fact ?? linkKey(result.link)} name={result.what} about={[result.link]} />
      </span>
      <span className="pp-course">
        {result.series.length > 1 && (
          <Sparkline
            points={result.series}
            low={result.range?.low}
            high={result.range?.high}
            label={words.course(result)}
          />
        )}
        {trend && <TrendArrow trend={trend} />}
      </span>
      <span className="pp-value">
        <strong className={off ? 'pp-off' : undefined}>{words.value(result)}</strong>{' '}
        <small className={off ? 'pp-off' : undefined}>{words.flag(flag)}</small>
        <small>
          {range && ` · ${i18n._('norma {range}', { range })}`} ·{' '}
          {words.shortDate(date?.slice(0, 10)) ?? i18n._('bez daty')}
        </small>
      </span>
    </>
  );
}
