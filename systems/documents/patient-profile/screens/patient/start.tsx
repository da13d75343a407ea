/** The patient's first screen: what to do now, what is new, medicines today. */
import { useLingui } from '@lingui/react';
import { Suspense } from 'react';
import { Card, Cards } from '#libs/ui/card/card.tsx';
import { ActionLink, Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { KeyResult, Overview } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { DataNote } from './data-note.tsx';
import { ResultWords } from './result-words.tsx';
import { useWaits } from './show-when.tsx';
import { useMine } from './use-mine.ts';
import './patient.css';

export default function Start() {
  const { i18n } = useLingui();
  const query = useMine();
  const { tiles = [] } = usePortal();
  const given = query.data?.patient.name.split(' ')[0];
  return (
    <Page title={given ? i18n._('Dzień dobry, {given}', { given }) : i18n._('Dzień dobry')}>
      <Loaded query={query} lines={8}>
        {(overview) => (
          <div className="pp-start">
            <WhatNow overview={overview} />
            <Cards>
              <Suspense>
                {tiles.map((Tile, place) => (
                  // What systems offer does not change while the portal is open.
                  <Tile key={place} />
                ))}
              </Suspense>
              <NewResult overview={overview} />
              <MedicinesToday overview={overview} />
              <LastDocument overview={overview} />
              <WhoLooked />
            </Cards>
            <DataNote overview={overview} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** At most three next steps; when there are none, that is said too. */
function WhatNow({ overview }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const toBuy = overview.medicines.filter(({ dispensed }) => dispensed.state === 'no');
  const conflict = overview.gaps.some(({ kind }) => kind === 'allergy-and-medicine');
  const waits = useWaits();
  const isOff = ({ flag, code }: KeyResult) => (flag === 'high' || flag === 'low') && !waits(code);
  const toAsk = overview.results.filter(isOff).length;
  const medicines = href('patient-portal/medicines');
  const results = href('patient-portal/results');
  return (
    <Card title={i18n._('Co teraz')}>
      <ul className="pp-steps">
        {conflict && medicines && (
          <li>
            <ActionLink href={medicines}>{i18n._('Zapytaj lekarza o lek, na który możesz mieć uczulenie')}</ActionLink>
          </li>
        )}
        {toBuy.length > 0 && medicines && (
          <li>
            <ActionLink href={medicines}>
              {i18n._(
                '{count, plural, one {Wykup # lek z recepty} few {Wykup # leki z recept} other {Wykup # leków z recept}}',
                {
                  count: toBuy.length,
                },
              )}
            </ActionLink>
          </li>
        )}
        {toAsk > 0 && results && (
          <li>
            <ActionLink href={results}>
              {i18n._(
                '{count, plural, one {Zobacz # wynik poza normą} few {Zobacz # wyniki poza normą} other {Zobacz # wyników poza normą}}',
                {
                  count: toAsk,
                },
              )}
            </ActionLink>
          </li>
        )}
      </ul>
      {toBuy.length === 0 && toAsk === 0 && !conflict && <p>{i18n._('Nie masz teraz nic do zrobienia.')}</p>}
    </Card>
  );
}

function NewResult({ overview: { results } }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { date } = useWording();
  const [newest] = [...results].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  const address = newest && href('patient-portal/result', { id: newest.link.id });
  return (
    <Card title={i18n._('Ostatni wynik')}>
      {newest ? (
        <>
          <p className="pp-big">
            <Recorded>{newest.what}</Recorded>
          </p>
          <p>
            <ResultWords result={newest} />
          </p>
          <p className="ez-secondary">{date(newest.date?.slice(0, 10)) ?? i18n._('bez daty')}</p>
          {address && <ActionLink href={address}>{i18n._('Zobacz, co to znaczy')}</ActionLink>}
        </>
      ) : (
        <p>{i18n._('Nie mamy jeszcze Twoich wyników.')}</p>
      )}
    </Card>
  );
}

function MedicinesToday({ overview: { medicines } }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { dose } = useWording();
  const address = href('patient-portal/medicines');
  return (
    <Card title={i18n._('Moje leki')}>
      {medicines.length === 0 && <p>{i18n._('Nie masz teraz leków na receptę.')}</p>}
      <ul className="pp-plain">
        {medicines.slice(0, 4).map((medicine) => (
          <li key={medicine.link.id}>
            <strong>
              <Recorded>{medicine.what}</Recorded>
            </strong>
            <br />
            {medicine.dose && <Recorded>{dose(medicine.dose) ?? ''}</Recorded>}
          </li>
        ))}
      </ul>
      {address && medicines.length > 0 && (
        <ActionLink href={address}>{i18n._('Wszystkie moje leki ({count})', { count: medicines.length })}</ActionLink>
      )}
    </Card>
  );
}

function LastDocument({ overview: { documents } }: { overview: Overview }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { date } = useWording();
  const [newest] = documents.list;
  const all = href('patient-portal/documents');
  return (
    <Card title={i18n._('Ostatni dokument')}>
      {newest ? (
        <p>
          <Link href={href('patient-portal/document', { id: newest.link.id }) ?? ''}>
            <Recorded>{newest.what}</Recorded>
          </Link>
          <br />
          <span className="ez-secondary">
            {[date(newest.date?.slice(0, 10)), newest.source.facility].filter(Boolean).join(', ')}
          </span>
        </p>
      ) : (
        <p>{i18n._('Nie mamy jeszcze Twoich dokumentów.')}</p>
      )}
      {all && <ActionLink href={all}>{i18n._('Wszystkie moje dokumenty')}</ActionLink>}
    </Card>
  );
}

function WhoLooked() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const address = href('patient-portal/who-looked');
  if (!address) return null;
  return (
    <Card title={i18n._('Kto oglądał moje dane')}>
      <p>{i18n._('Każde otwarcie Twoich danych zostawia ślad. Możesz sprawdzić, kto i kiedy je widział.')}</p>
      <ActionLink href={address}>{i18n._('Sprawdź, kto oglądał')}</ActionLink>
    </Card>
  );
}
