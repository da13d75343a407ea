/** "Kto oglądał moje dane": day by day, refused attempts first in sight, automatic reads folded into one line. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Button } from '#libs/ui/button/button.tsx';
import type { Access, AccessPage } from '../../model.ts';
import { AccessLine, DayOfAccesses } from './day-of-accesses.tsx';
import { type Show, shows, useShowWords } from './show.ts';
import './who-looked.css';

export default function WhoLooked({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const show = shows.find((one) => one === search.pokaz) ?? 'others';
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const query = useGet<AccessPage>(`/api/audit-trail/accesses${cursor ? `?cursor=${cursor}` : ''}`);
  return (
    <Page
      title={i18n._('Kto oglądał moje dane')}
      lead={i18n._('Lista powstaje sama i nikt nie może z niej niczego usunąć. Ty też zostawiasz tu ślad.')}
    >
      <Filter show={show} />
      <Loaded query={query} lines={10}>
        {(page) => (
          <>
            <Accesses page={page} show={show} onPage={cursors.length + 1} />
            <Older
              onNewer={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
              onOlder={page.next ? () => setCursors([...cursors, page.next as string]) : undefined}
            />
          </>
        )}
      </Loaded>
      <Ask />
    </Page>
  );
}

/** Links, so that a filter is an address and Back undoes it. */
function Filter({ show }: { show: Show }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const words = useShowWords();
  return (
    <nav aria-label={i18n._('Co pokazać')} className="sau-filter ez-no-print">
      {shows.map((one) => (
        <Link
          key={one}
          href={href('patient-portal/who-looked', one === 'others' ? {} : { pokaz: one }) ?? ''}
          className="sau-chip"
          aria-current={one === show ? 'true' : undefined}
        >
          {words[one]}
        </Link>
      ))}
    </nav>
  );
}

function Accesses({ page, show, onPage }: { page: AccessPage; show: Show; onPage: number }) {
  const { i18n } = useLingui();
  // Broken glass stands on top, whatever is chosen below.
  const broken = page.accesses.filter(({ relation }) => relation === 'emergency');
  const shown = page.accesses.filter((access) => fits(access, show));
  const refused = page.accesses.filter((access) => access.refused && !access.own).length;
  if (page.accesses.length === 0 && onPage === 1) {
    return <EmptyState kind="never">{i18n._('Nikt jeszcze nie otwierał Twoich danych.')}</EmptyState>;
  }
  const days = Map.groupBy(shown, ({ day }) => day);
  return (
    <>
      {broken.length > 0 && (
        <section className="sau-day">
          <h2>{i18n._('Bez Twojej zgody, bo chodziło o życie')}</h2>
          <p>{i18n._('Każde takie otwarcie sprawdza inspektor. Wynik zobaczysz w zakładce Zgody i upoważnienia.')}</p>
          <ul className="sau-list">
            {broken.map((access) => (
              <li key={access.id}>
                <AccessLine access={access} withDay />
              </li>
            ))}
          </ul>
        </section>
      )}
      {refused > 0 && show !== 'own' && (
        <Notice kind="warning">
          <p>
            {i18n._(
              '{refused, plural, one {# próba została odrzucona: ta osoba niczego nie zobaczyła.} few {# próby zostały odrzucone: te osoby niczego nie zobaczyły.} other {# prób zostało odrzuconych: te osoby niczego nie zobaczyły.}}',
              { refused },
            )}
          </p>
        </Notice>
      )}
      {shown.length === 0 && (
        <EmptyState kind="no-match">{i18n._('Na tej stronie listy nic nie pasuje do wyboru.')}</EmptyState>
      )}
      {[...days].map(([day, accesses]) => (
        <DayOfAccesses key={day} day={day} accesses={accesses} />
      ))}
    </>
  );
}

function fits(access: Access, show: Show): boolean {
  if (show === 'own') return access.own;
  if (show === 'refused') return access.refused && !access.own;
  if (show === 'automatic') return access.automatic;
  return show === 'all' || !access.own;
}

function Older({ onNewer, onOlder }: { onNewer?: () => void; onOlder?: () => void }) {
  const { i18n } = useLingui();
  if (!onNewer && !onOlder) return null;
  return (
    <nav aria-label={i18n._('Strony listy')} className="sau-older ez-no-print">
      <Button onClick={onNewer} disabled={!onNewer}>
        {i18n._('Nowsze')}
      </Button>
      <Button onClick={onOlder} disabled={!onOlder}>
        {i18n._('Starsze')}
      </Button>
    </nav>
  );
}

/** The list as a file, and where questions and objections stand. */
function Ask() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  return (
    <p className="sau-ask ez-no-print">
      <a href="/api/audit-trail/accesses/file" download>
        {i18n._('Pobierz całą listę jako plik CSV')}
      </a>{' '}
      <Link href={href('patient-portal/data-protection') ?? ''}>
        {i18n._('Komu udostępniono moje dane, moje sprawy i sprzeciwy')}
      </Link>
    </p>
  );
}
