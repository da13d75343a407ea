/** e-Profil level 1: one problem over the years; its measures over its treatment, goals, plan, and what is missing. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { useQueryChange } from '#libs/ui/portal/use-query-change.ts';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { ProblemDetail } from '../../problem-model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { ShowToPatient } from '../room/show-to-patient.tsx';
import { useWording } from '../wording/use-wording.ts';
import { Why } from '../why/why.tsx';
import { IdentityBand } from './identity-band.tsx';
import { KnownThen, LoadedThen, useProfile } from './known-then.tsx';
import { LevelTrail } from './level-trail.tsx';
import { WayProvider } from './levels.ts';
import { ProblemChart } from './problem-chart.tsx';
import { ProblemEvents } from './problem-events.tsx';
import { ProfileFacts } from './profile-facts.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { GoalsPanel, MissingPanel, PlanPanel, StaysPanel } from './problem-side.tsx';
import { jumpTo, useLevelKeys } from './use-level-keys.ts';
import { useReturn } from './use-return.ts';
import './overview.css';
import './levels.css';

export default function ProblemScreen(props: ScreenProps) {
  return (
    <KnownThen search={props.search}>
      <WayProvider value={{ problem: props.params.id }}>
        <ProfileFacts patient={props.params.patient ?? ''} level="problem" of={props.params.id ?? ''}>
          <ProblemLevel {...props} />
        </ProfileFacts>
      </WayProvider>
    </KnownThen>
  );
}

function ProblemLevel({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const { patient = '', id = '' } = params;
  const query = useProfile<ProblemDetail>(
    `/api/patient-profile/${encodeURIComponent(patient)}/problems/${encodeURIComponent(id)}`,
    search,
  );
  const problem = query.data;
  const change = useQueryChange(search);
  useReturn(problem !== undefined);
  useLevelKeys(patient, {
    t: () => change({ widok: search.widok === 'tabela' ? undefined : 'tabela' }),
    'g z': jumpTo('pp-problem-events'),
    'g o': jumpTo('pp-problem-chart'),
  });
  return (
    <Page
      title={problem?.what ?? i18n._('Problem')}
      person={problem?.patient.name}
      quiet={problem !== undefined}
      width="wide"
    >
      {problem && <PrintSheet patient={problem.patient} title={problem.what} />}
      {problem && <IdentityBand patient={problem.patient} allergies={problem.allergies} />}
      {problem && <LevelTrail patient={patient} way={{}} here={problem.what} />}
      <LoadedThen query={query} lines={12}>
        {(detail) => <ProblemBody problem={detail} search={search} />}
      </LoadedThen>
    </Page>
  );
}

function ProblemBody({ problem, search }: { problem: ProblemDetail; search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const patient = problem.patient.id;
  return (
    <>
      <Head problem={problem} />
      {problem.cut.length > 0 && (
        <Notice kind="warning">
          <p>{i18n._('Wpisów jest więcej, niż tu widać. Wszystkie są na linii życia.')}</p>
        </Notice>
      )}
      <div className="pp-problem-page">
        <div className="pp-column">
          <ProblemChart problem={problem} search={search} />
          <ProblemEvents problem={problem} search={search} />
        </div>
        <div className="pp-column">
          <MissingPanel problem={problem} />
          <GoalsPanel problem={problem} />
          <PlanPanel plans={problem.plans} patient={patient} />
          <StaysPanel problem={problem} />
          {problem.table && <TableNote table={problem.table} />}
        </div>
      </div>
      <p className="ez-no-print">
        <Button onClick={() => print()}>{i18n._('Drukuj')}</Button>{' '}
        <ShowToPatient patient={problem.patient.id} level="patient-view-problem" params={{ id: problem.link.id }} />
      </p>
    </>
  );
}

/** What it is, since when, and who answers for it. */
function Head({ problem }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const { what, code, active, doubt, since, until } = problem;
  const from = date(since) ?? i18n._('nie wiadomo kiedy');
  return (
    <div className="pp-problem-head">
      <p className="pp-problem-name">
        <Recorded>{what}</Recorded> {code && <code>{code}</code>}{' '}
        <Why fact="status" name={what} about={[problem.link]} />
      </p>
      <Tag kind={active ? 'info' : 'neutral'} icon={active ? 'active' : 'past'}>
        {active
          ? i18n._('od {from}', { from })
          : i18n._('przebyte {span}', { span: [from, date(until)].filter(Boolean).join(' – ') })}
      </Tag>
      <Why fact="since" name={i18n._('Od kiedy')} about={[]} />
      {doubt && <Tag kind="warning">{doubtWords(i18n)[doubt] ?? doubt}</Tag>}
      <Owner problem={problem} />
    </div>
  );
}

/** FHIR condition-ver-status: what is not confirmed says so. */
const doubtWords = (i18n: ReturnType<typeof useLingui>['i18n']): Record<string, string> => ({
  refuted: i18n._('wykluczone'),
  unconfirmed: i18n._('niepotwierdzone'),
  provisional: i18n._('rozpoznanie wstępne'),
  differential: i18n._('jedno z możliwych rozpoznań'),
  'entered-in-error': i18n._('wpisane przez pomyłkę'),
});

function Owner({ problem: { responsible, source } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const words = useWording();
  if (!responsible) {
    return <p>{i18n._('Prowadzi: nie wiadomo. Rozpoznanie: {source}', { source: words.source(source) })}</p>;
  }
  const { name, why, role, facility, lastSeen } = responsible;
  const because = {
    'plan-author': i18n._('autor planu'),
    'care-team': i18n._('z zespołu opieki'),
    'most-visits': i18n._('najwięcej wizyt'),
    recorder: i18n._('zapisał rozpoznanie'),
  }[why];
  const seen = lastSeen && i18n._('ostatnio {day}', { day: words.shortDate(lastSeen.slice(0, 10)) ?? '' });
  return (
    <p>
      {i18n._('Prowadzi:')} <strong>{name}</strong>
      <span className="ez-secondary"> · {[role, because, facility, seen].filter(Boolean).join(' · ')}</span>{' '}
      <Why fact="responsible" name={name} about={[]} />
    </p>
  );
}

/** Which stated table gathered these tests and medicines. */
function TableNote({ table }: { table: NonNullable<ProblemDetail['table']> }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  return (
    <details className="pp-sources">
      <summary>{i18n._('Skąd ten dobór badań i leków')}</summary>
      <p>
        {i18n._('Tabela „{name}”: {source}, {date}. Opiekun: {owner}. Przykład, nie do użytku klinicznego.', {
          ...table,
          date: shortDate(table.date) ?? '',
        })}
      </p>
    </details>
  );
}
