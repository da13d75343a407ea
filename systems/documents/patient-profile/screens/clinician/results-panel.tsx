/** Last key results: value with unit, direction, date, range, the values before it as a line. */
import { useLingui } from '@lingui/react';
import { Sparkline, TrendArrow } from '#libs/ui/sparkline/sparkline.tsx';
import type { KeyResult } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './news-and-gaps.tsx';
import { Panel } from './panel.tsx';

export function ResultsPanel({ results, patient }: { results: readonly KeyResult[]; patient: string }) {
  const { i18n } = useLingui();
  return (
    <Panel id="pp-results" title={i18n._('Ostatnie wyniki')}>
      {results.length === 0 && (
        <p className="ez-secondary">{i18n._('Nie przesłano żadnych wyników. To nie znaczy, że badań nie było.')}</p>
      )}
      <ul className="pp-results">
        {results.slice(0, 7).map((result) => (
          <li key={result.code}>
            <ResultLine result={result} patient={patient} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function ResultLine({ result, patient }: { result: KeyResult; patient: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  const { flag, trend, date } = result;
  const range = words.range(result);
  const off = flag === 'high' || flag === 'low';
  return (
    <>
      <span className="pp-result-name">
        <EventAnchor link={result.link} patient={patient}>
          <Recorded>{result.what}</Recorded>
        </EventAnchor>
        <small className="pp-source">
          {words.shortDate(date?.slice(0, 10)) ?? i18n._('bez daty')}
          {range && ` · ${i18n._('norma {range}', { range })}`}
        </small>
      </span>
      <span className={off ? 'pp-value pp-off' : 'pp-value'}>
        <strong>{words.value(result)}</strong>
        {trend && <TrendArrow trend={trend} />}
        <small className="pp-source">{words.flag(flag)}</small>
      </span>
      {result.series.length > 1 ? (
        <Sparkline
          points={result.series}
          low={result.range?.low}
          high={result.range?.high}
          label={words.course(result)}
        />
      ) : (
        <span />
      )}
    </>
  );
}
