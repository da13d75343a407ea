/** e-Profil level 0: the patient's whole history on one screen; with `?widok=tabela` the life line as a table. */
import { useLingui } from '@lingui/react';
import { type ReactNode, useCallback, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { ButtonLink, Link } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { Shortcuts } from '#libs/ui/shortcuts/shortcuts.tsx';
import type { Overview } from '../../model.ts';
import { Why } from '../why/why.tsx';
import { ShowToPatient } from '../room/show-to-patient.tsx';
import { IdentityBand } from './identity-band.tsx';
import { overviewPath } from './known-day.ts';
import { KnownThen, LoadedThen, useProfile } from './known-then.tsx';
import { filterOf } from './filter-state.ts';
import { LifeLine } from './life-line.tsx';
import { CareTeamPanel, DocumentsPanel, MedicinesPanel, ProblemsPanel } from './lists.tsx';
import { GapsPanel } from './gaps.tsx';
import { NewsPanel } from './news.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { ResultsPanel } from './results-panel.tsx';
import { useOverviewKeys } from './overview-keys.ts';
import { Sources } from './sources.tsx';
import { ProfileFacts } from './profile-facts.tsx';
import { ProfileTools } from './profile-tools.tsx';
import { SearchInside } from './search-inside.tsx';
import { TimelineTable } from './timeline-table.tsx';
import { useReturn } from './use-return.ts';
import './overview.css';
import './profile-tools.css';

export default function PatientOverview({ params, search }: ScreenProps) {
  const { i18n } = useLingui();
  const patient = params.patient as string;
  const query = useProfile<Overview>(overviewPath(patient), search);
  const titles: Readonly<Record<string, string>> = {
    tabela: i18n._('Linia życia jako tabela'),
    szukaj: i18n._('Szukaj w zapisach i dokumentach'),
  };
  const other = search.widok === undefined ? undefined : titles[search.widok];
  useReturn(query.data !== undefined);
  return (
    <Page
      title={other ?? i18n._('Przegląd')}
      person={query.data?.patient.name}
      quiet={!other && query.data !== undefined}
      width="wide"
    >
      <KnownThen search={search}>
        <ProfileTools patient={patient} search={search} />
        <LoadedThen query={query} lines={12}>
          {(overview) =>
            other ? (
              <ProfileFacts key={search.widok} patient={patient} level="overview" disputes={overview.disputes}>
                <IdentityBand patient={overview.patient} allergies={overview.allergies} />
                {search.widok === 'szukaj' ? (
                  <SearchInside patient={patient} search={search} />
                ) : (
                  <TimelineTable patient={patient} search={search} />
                )}
              </ProfileFacts>
            ) : (
              <ProfileFacts patient={patient} level="overview" disputes={overview.disputes}>
                <OverviewBody overview={overview} search={search} />
              </ProfileFacts>
            )
          }
        </LoadedThen>
      </KnownThen>
    </Page>
  );
}

function OverviewBody({ overview, search }: { overview: Overview; search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const { go, href } = usePortal();
  const [help, showHelp] = useState(false);
  const overviewKeys = useOverviewKeys();
  const patient = overview.patient.id;
  const address = useCallback(
    (query: Record<string, string>) => href('clinician-portal/patient', { patient, ...query }) ?? '',
    [href, patient],
  );
  const openTable = () => go(address({ widok: 'tabela', ...filterOf(search) }));
  const to = (place: string) => () => {
    const there = href(place, { patient });
    if (there) go(there);
  };
  const jump = (id: string) => () => document.getElementById(id)?.focus();
  useKeys({
    n: to('clinician-portal/begin-visit'),
    r: to('clinician-portal/prescribe'),
    'g r': to('clinician-portal/prescriptions'),
    s: to('clinician-portal/refer'),
    'g s': to('clinician-portal/patient-referrals'),
    t: openTable,
    '?': () => showHelp(!help),
    '/': () => go(address({ widok: 'szukaj', ...filterOf(search) })),
    'g z': () => go(href('clinician-portal/start') ?? ''),
    'g p': jump('pp-problems'),
    'g l': jump('pp-medicines'),
    'g w': jump('pp-results'),
    'g d': jump('pp-documents'),
    'g o': jump('pp-life-title'),
  });
  return (
    <>
      <PrintSheet patient={overview.patient} title={i18n._('Przegląd')} />
      <IdentityBand
        patient={overview.patient}
        allergies={overview.allergies}
        actions={
          <>
            <PlaceLink place="clinician-portal/prescribe" patient={patient}>
              {i18n._('Recepta (R)')}
            </PlaceLink>
            <PlaceLink place="clinician-portal/patient-referrals" patient={patient}>
              {i18n._('Skierowania (S)')}
            </PlaceLink>
            <PlaceLink place="clinician-portal/vaccinations" patient={patient}>
              {i18n._('Szczepienia')}
            </PlaceLink>
            <PlaceLink place="clinician-portal/summary" patient={patient}>
              {i18n._('Podsumowanie')}
            </PlaceLink>
            <PlaceLink place="clinician-portal/foreign-documents" patient={patient}>
              {i18n._('Dokumenty z zagranicy')}
            </PlaceLink>
            <PlaceLink place="clinician-portal/apps" patient={patient}>
              {i18n._('Otwórz aplikację')}
            </PlaceLink>
            <Button kind="quiet" onClick={() => showHelp(!help)} aria-expanded={help} aria-keyshortcuts="?">
              {i18n._('Skróty (?)')}
            </Button>
            <ShowToPatient patient={patient} level="patient-view" />
            <Button kind="quiet" onClick={() => print()}>
              {i18n._('Drukuj')}
            </Button>
          </>
        }
      />
      {help && <Shortcuts keys={overviewKeys} onClose={() => showHelp(false)} />}
      <CutNotice cut={overview.cut} />
      <div className="pp-top">
        <NewsPanel news={overview.news} patient={patient} aside={<Sources overview={overview} />} />
        <GapsPanel gaps={overview.gaps} patient={patient} />
      </div>
      <div className="pp-overview">
        <div className="pp-column pp-left">
          <ProblemsPanel problems={overview.problems} patient={patient} />
          <CareTeamPanel team={overview.careTeam} />
        </div>
        <div className="pp-column pp-centre">
          <div className="pp-panel pp-life">
            <div className="pp-life-head">
              <h2 id="pp-life-title" tabIndex={-1}>
                {i18n._('Linia życia')}
              </h2>
              <Why fact="life-line" name={i18n._('Linia życia')} />
            </div>
            <LifeLine overview={overview} search={search} />
          </div>
          <ResultsPanel results={overview.results} patient={patient} />
        </div>
        <div className="pp-column pp-right">
          <MedicinesPanel medicines={overview.medicines} patient={patient} />
          <DocumentsPanel
            documents={overview.documents}
            patient={patient}
            tableHref={address({ widok: 'tabela', tor: 'documents' })}
          />
        </div>
      </div>
      <div className="pp-foot">
        <PlaceLink place="clinician-portal/begin-visit" patient={patient}>
          {i18n._('Rozpocznij wizytę (N)')}
        </PlaceLink>
        <Link href={address({ widok: 'tabela', ...filterOf(search) })} className="ez-no-print">
          {i18n._('Wszystkie wpisy jako tabela (T)')}
        </Link>
      </div>
    </>
  );
}

/** To a place about this patient, where the portal offers it. */
function PlaceLink({ place, patient, children }: { place: string; patient: string; children: ReactNode }) {
  const address = usePortal().href(place, { patient });
  if (!address) return null;
  return (
    <ButtonLink kind="quiet" href={address}>
      {children}
    </ButtonLink>
  );
}

function CutNotice({ cut }: { cut: readonly string[] }) {
  const { i18n } = useLingui();
  if (cut.length === 0) return null;
  return (
    <Notice kind="warning">
      <p>{i18n._('Listy są dłuższe, niż tu widać. Pełny obraz daje tabela (T).')}</p>
    </Notice>
  );
}
