/** The patient's results: one line per test, the last value in words; each opens its number line. */
import { useLingui } from '@lingui/react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { KeyResult, Overview } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { DataNote } from './data-note.tsx';
import { FlagTag } from './result-words.tsx';
import { useWaits, Waiting } from './show-when.tsx';
import { MyFacts } from './my-facts.tsx';
import { useMine } from './use-mine.ts';
import './patient.css';

export default function MyResults() {
  const { i18n } = useLingui();
  const query = useMine();
  return (
    <Page
      title={i18n._('Moje wyniki')}
      lead={i18n._('Ostatni wynik każdego badania. Wynik poza normą to powód do rozmowy z lekarzem, nie rozpoznanie.')}
    >
      <Loaded query={query} lines={10}>
        {(overview) => (
          <MyFacts level="overview" disputes={overview.disputes}>
            <Body overview={overview} />
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

function Body({ overview }: { overview: Overview }) {
  const { i18n } = useLingui();
  const waits = useWaits();
  const off = overview.results.filter(({ flag, code }) => (flag === 'high' || flag === 'low') && !waits(code));
  const others = overview.results.filter((result) => !off.includes(result));
  if (overview.results.length === 0) {
    return <EmptyState kind="never">{i18n._('Żadna placówka nie przesłała jeszcze Twoich wyników.')}</EmptyState>;
  }
  return (
    <>
      <Group title={i18n._('Poza normą ({count})', { count: off.length })} results={off} />
      <Group title={i18n._('Pozostałe ({count})', { count: others.length })} results={others} />
      <DataNote overview={overview} />
    </>
  );
}

function Group({ title, results }: { title: string; results: readonly KeyResult[] }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { date, value } = useWording();
  if (results.length === 0) return null;
  return (
    <section className="pp-group">
      <h2>{title}</h2>
      <ul className="pp-rows">
        {results.map((result) => (
          <li key={result.code}>
            <span className="pp-row-what">
              <Link href={href('patient-portal/result', { id: result.link.id }) ?? ''}>
                <Recorded>{result.what}</Recorded>
              </Link>
              <span className="ez-secondary">{date(result.date?.slice(0, 10)) ?? i18n._('bez daty')}</span>
              <Why fact={linkKey(result.link)} name={result.what} />
            </span>
            <Waiting code={result.code}>
              <strong>{value(result)}</strong>
              <FlagTag result={result} />
            </Waiting>
          </li>
        ))}
      </ul>
    </section>
  );
}
