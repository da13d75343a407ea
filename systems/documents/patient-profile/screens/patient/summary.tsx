/**
 * Level 0 for the patient, "Moje zdrowie w skrócie": the same facts as the physician's overview in plain words. What is
 * not known is said, never drawn like good health.
 */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { Card } from '#libs/ui/card/card.tsx';
import { ActionLink, Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Medicine, Overview, Problem } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { DataNote } from './data-note.tsx';
import { EventName, Missing, NewThings } from './gap-words.tsx';
import { KeepSummary } from './keep-summary.tsx';
import { MyFacts } from './my-facts.tsx';
import { useProblemWords } from './problem-words.ts';
import { FlagTag } from './result-words.tsx';
import { useWaits, Waiting } from './show-when.tsx';
import { PrintButton, PrintedIdentity } from './trail.tsx';
import { useMine } from './use-mine.ts';
import { useLevels } from './whose.tsx';
import './patient.css';

export default function Summary() {
  const { i18n } = useLingui();
  const query = useMine();
  return (
    <Page
      title={i18n._('Moje zdrowie w skrócie')}
      lead={i18n._('Najważniejsze rzeczy z Twojej dokumentacji. Dotknij nazwy, żeby zobaczyć więcej.')}
      actions={query.data && <PrintButton />}
    >
      <Loaded query={query} lines={12}>
        {(overview) => (
          <MyFacts level="overview" disputes={overview.disputes}>
            <SummaryBody overview={overview} />
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

/** Also without a connection: what a wallet kept is an Overview too. */
export function SummaryBody({ overview }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const since = date(overview.news.since.slice(0, 10)) ?? '';
  return (
    <div className="pp-summary">
      <PrintedIdentity patient={overview.patient} asOf={overview.asOf} />
      <Allergies allergies={overview.allergies} />
      <div className="pp-two">
        <Card title={i18n._('Czego brakuje, co sprawdzić')}>
          <Missing gaps={overview.gaps} />
        </Card>
        <Card title={i18n._('Co nowego od {since}', { since })}>
          <NewThings news={overview.news} />
        </Card>
        <Problems problems={overview.problems} />
        <Medicines medicines={overview.medicines} />
        <Results overview={overview} />
        <Carers overview={overview} />
      </div>
      {overview.cut.length > 0 && (
        <Notice kind="warning">
          <p>{i18n._('Nie wszystko się tu mieści. Resztę znajdziesz w swojej historii.')}</p>
        </Notice>
      )}
      <History total={overview.lifeLine.total} />
      <DataNote overview={overview} />
      <KeepSummary overview={overview} />
    </div>
  );
}

function Allergies({ allergies: { state, list } }: Pick<Overview, 'allergies'>) {
  const { i18n } = useLingui();
  if (state === 'no-data') {
    return (
      <Notice kind="info" title={i18n._('Uczulenia: brak danych')}>
        <p>{i18n._('Nikt nie zapisał, czy masz uczulenia. To nie znaczy, że ich nie masz.')}</p>
        <Why fact="allergies" name={i18n._('Uczulenia')} />
      </Notice>
    );
  }
  if (state === 'stated-none') {
    return (
      <Notice kind="info" title={i18n._('Uczulenia: lekarz zapisał, że ich nie masz')}>
        <p>{i18n._('Jeśli coś Cię uczula, powiedz o tym lekarzowi.')}</p>
        <Why fact="allergies" name={i18n._('Uczulenia')} />
      </Notice>
    );
  }
  return (
    <Notice kind="warning" title={i18n._('Moje uczulenia')}>
      <ul className="pp-plain">
        {list.map(({ link, what, reaction, critical }) => (
          <li key={link.id}>
            <strong>
              <EventName link={link}>
                <Recorded>{what}</Recorded>
              </EventName>
            </strong>
            {reaction && (
              <>
                {' – '}
                <Recorded>{reaction}</Recorded>
              </>
            )}
            {critical && ` (${i18n._('może być groźne')})`} <Why fact={linkKey(link)} name={what} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const { i18n } = useLingui();
  const now = problems.filter(({ active }) => active);
  const before = problems.filter(({ active }) => !active);
  return (
    <Card title={i18n._('Na co się leczę')}>
      {now.length === 0 && (
        <p>{i18n._('Żadna placówka nie zapisała choroby, która trwa teraz. Zapytaj lekarza, jeśli coś Ci dolega.')}</p>
      )}
      <ProblemList problems={now} />
      {before.length > 0 && (
        <details className="pp-note">
          <summary>
            {i18n._('Co było dawniej ({count, plural, one {# choroba} few {# choroby} other {# chorób}})', {
              count: before.length,
            })}
          </summary>
          <ProblemList problems={before} />
        </details>
      )}
    </Card>
  );
}

function ProblemList({ problems }: { problems: readonly Problem[] }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const levels = useLevels();
  const inWords = useProblemWords();
  return (
    <ul className="pp-plain">
      {problems.map(({ link, what, code, since, until }) => {
        const address = levels.problem(link.id);
        const short = inWords(code)?.short;
        const from = date(since?.slice(0, 10));
        const to = date(until?.slice(0, 10));
        return (
          <li key={link.id}>
            {address ? (
              <Link href={address}>
                <Recorded>{what}</Recorded>
              </Link>
            ) : (
              <Recorded>{what}</Recorded>
            )}
            {short && ` – ${short}`}
            <br />
            <span className="ez-secondary">
              {from ? i18n._('od: {from}', { from }) : i18n._('nie wiemy, od kiedy')}
              {to && `, ${i18n._('do: {to}', { to })}`}
            </span>{' '}
            <Why fact={linkKey(link)} name={what} />
          </li>
        );
      })}
    </ul>
  );
}

const most = { medicines: 12, results: 8 };

function Medicines({ medicines }: { medicines: readonly Medicine[] }) {
  const { i18n } = useLingui();
  const { dose } = useWording();
  const { href } = usePortal();
  const all = href('patient-portal/medicines');
  return (
    <Card title={i18n._('Moje leki z recept')}>
      {medicines.length === 0 && <p>{i18n._('Nie widzimy teraz leków na receptę. Leków bez recepty tu nie ma.')}</p>}
      <ul className="pp-plain">
        {medicines.slice(0, most.medicines).map((medicine) => (
          <li key={medicine.link.id}>
            <strong>
              <EventName link={medicine.link}>
                <Recorded>{medicine.what}</Recorded>
              </EventName>
            </strong>{' '}
            {medicine.dispensed.state === 'no' && (
              <Tag kind="warning" icon="wait">
                {i18n._('nie wykupiono')}
              </Tag>
            )}
            <br />
            {medicine.dose ? (
              <Recorded>{dose(medicine.dose) ?? ''}</Recorded>
            ) : (
              i18n._('Recepta nie mówi, jak przyjmować. Zapytaj lekarza lub farmaceutę.')
            )}{' '}
            <Why fact={linkKey(medicine.link)} name={medicine.what} />
          </li>
        ))}
      </ul>
      <More count={medicines.length - most.medicines} />
      {all && (
        <ActionLink href={all}>{i18n._('Wszystkie moje leki ({count})', { count: medicines.length })}</ActionLink>
      )}
    </Card>
  );
}

/** Outside the range first; the direction in a word. */
function Results({ overview: { results } }: { overview: Overview }) {
  const { i18n } = useLingui();
  const words = useWording();
  const { href } = usePortal();
  const all = href('patient-portal/results');
  const waits = useWaits();
  const isOff = ({ flag, code }: Overview['results'][number]) => (flag === 'high' || flag === 'low') && !waits(code);
  const ordered = [...results.filter(isOff), ...results.filter((one) => !isOff(one))];
  return (
    <Card title={i18n._('Ostatnie wyniki')}>
      {results.length === 0 && <p>{i18n._('Żadna placówka nie przesłała jeszcze Twoich wyników.')}</p>}
      <ul className="pp-plain">
        {ordered.slice(0, most.results).map((result) => (
          <li key={result.link.id}>
            <EventName link={result.link}>
              <Recorded>{result.what}</Recorded>
            </EventName>
            <br />
            <Waiting code={result.code}>
              <strong>{words.value(result)}</strong> <FlagTag result={result} />{' '}
              <span className="ez-secondary">
                {[
                  result.trend && words.trend(result.trend),
                  words.date(result.date?.slice(0, 10)) ?? i18n._('bez daty'),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </Waiting>{' '}
            <Why fact={linkKey(result.link)} name={result.what} />
          </li>
        ))}
      </ul>
      <More count={results.length - most.results} />
      {all && results.length > 0 && <ActionLink href={all}>{i18n._('Wszystkie moje wyniki')}</ActionLink>}
    </Card>
  );
}

function More({ count }: { count: number }): ReactNode {
  const { i18n } = useLingui();
  return count > 0 ? <p className="ez-secondary">{i18n._('I jeszcze: {count}.', { count })}</p> : null;
}

function Carers({ overview: { careTeam } }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  return (
    <Card title={i18n._('Kto się mną opiekuje')}>
      {careTeam.length === 0 && <p>{i18n._('Nie wiemy, kto się Tobą opiekuje. Żadna placówka tego nie przesłała.')}</p>}
      <ul className="pp-plain">
        {careTeam.map(({ name, role, facility, lastSeen }) => (
          <li key={name}>
            <strong>{name}</strong>
            {role && ' – '}
            {role === 'poz' ? i18n._('lekarz rodzinny (POZ)') : role && <Recorded>{role}</Recorded>}
            <br />
            <span className="ez-secondary">
              {[facility, lastSeen && i18n._('ostatnia wizyta: {day}', { day: date(lastSeen.slice(0, 10)) ?? '' })]
                .filter(Boolean)
                .join(', ')}
            </span>{' '}
            <Why fact={`team:${name}`} name={name} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function History({ total }: { total: number }) {
  const { i18n } = useLingui();
  const address = useLevels().history();
  if (!address) return null;
  return (
    <Card title={i18n._('Moja historia')}>
      <p>
        {i18n._(
          '{total, plural, one {# wpis w dokumentacji} few {# wpisy w dokumentacji} other {# wpisów w dokumentacji}}, rok po roku.',
          { total },
        )}
      </p>
      <ActionLink href={address}>{i18n._('Zobacz całą historię')}</ActionLink>
    </Card>
  );
}
