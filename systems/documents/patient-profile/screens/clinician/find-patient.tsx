/** The physician's first screen: find a patient by PESEL or by name. What is typed goes into no address. */
import { useLingui } from '@lingui/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { ErrorSummary } from '#libs/ui/error-summary/error-summary.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Failure, Loading } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { groupPesel, peselProblem } from '#libs/ui/pesel-field/pesel-words.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { SearchField } from '#libs/ui/search-field/search-field.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import type { FindReply, FoundPatient } from '../../model.ts';
import { useWording } from '../wording/use-wording.ts';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import './overview.css';

const field = 'szukaj';

/** What was asked and found last, so that Back shows it again. In memory only: it ends with the page. */
let last: { text: string; found: FindReply } | undefined;

interface State {
  found?: FindReply;
  /** What is wrong with what was typed. */
  wrong?: string;
  problem?: ApiProblem;
  busy?: boolean;
}

export default function FindPatient() {
  const { i18n } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const { state, find } = useFind();
  useKeys({ '/': () => input.current?.focus() });
  const { wrong, problem, found, busy } = state;
  return (
    <Page title={i18n._('Znajdź pacjenta')} failed={wrong !== undefined} width="wide">
      <ErrorSummary problems={useProblems(wrong)} />
      <div className="pp-find">
        <SearchField
          ref={input}
          id={field}
          label={i18n._('PESEL albo imię i nazwisko')}
          hint={i18n._('PESEL: 11 cyfr. Nazwisko: wystarczy początek, na przykład „wiśn an”.')}
          error={wrong}
          initial={last?.text}
          onSearch={find}
          busy={busy}
          autoFocus
        />
      </div>
      {problem && <Failure problem={problem} onRetry={() => find(input.current?.value ?? '')} />}
      {busy ? <Loading lines={6} /> : found && <Found found={found} />}
      {!found && !problem && !busy && (
        <p className="ez-secondary">
          {i18n._('Znajdziesz tu pacjentów, których leczy Twoja placówka. Skrót: / przenosi do pola.')}
        </p>
      )}
      <OutsideCare />
    </Page>
  );
}

/** The same list as long as the words are the same, so that the summary takes the focus once. */
const useProblems = (wrong: string | undefined) => useMemo(() => (wrong ? [{ field, message: wrong }] : []), [wrong]);

function useFind() {
  const api = useApi();
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const [state, set] = useState<State>({ found: last?.found });
  const find = useCallback(
    async (text: string) => {
      const wrong = wrongWith(i18n, text);
      if (wrong) return set({ wrong });
      set({ busy: true });
      try {
        const found = await api.send<FindReply>('POST', '/api/patient-profile/find', { text });
        last = { text, found };
        const only = found.by === 'pesel' && found.patients.length === 1 ? found.patients[0] : undefined;
        const address = only && href('clinician-portal/patient', { patient: only.id });
        set({ found });
        if (address) go(address);
      } catch (problem) {
        if (!(problem instanceof ApiProblem)) throw problem;
        set({ problem });
      }
    },
    [api, i18n, href, go],
  );
  return { state, find };
}

/** What is wrong with what was typed, in words that say how to put it right. */
function wrongWith(i18n: ReturnType<typeof useLingui>['i18n'], text: string): string | undefined {
  if (text === '') return i18n._('Wpisz PESEL (11 cyfr) albo początek nazwiska.');
  if (/^[\d\s-]+$/.test(text)) return peselProblem(i18n, text);
  return /\p{L}.*\p{L}/u.test(text) ? undefined : i18n._('Wpisz co najmniej dwie litery imienia lub nazwiska.');
}

/** The way to a patient who is in nobody's care here, where a system offers one. */
function OutsideCare() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const address = href('clinician-portal/open-access');
  return address ? (
    <p>
      <Link href={address}>{i18n._('Pacjent spoza placówki: kod od pacjenta albo ratowanie życia')}</Link>
    </p>
  ) : null;
}

function Found({ found }: { found: FindReply }) {
  const { i18n } = useLingui();
  const { patients, more } = found;
  if (patients.length === 0) {
    return (
      <div role="status">
        <EmptyState kind="no-match">
          {found.by === 'pesel'
            ? i18n._('Twoja placówka nie leczy osoby o tym numerze PESEL.')
            : i18n._('Wśród pacjentów Twojej placówki nikt nie pasuje. Sprawdź pisownię albo wpisz PESEL.')}
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <p role="status">
        {i18n._('{count, plural, one {Znaleziono # osobę.} few {Znaleziono # osoby.} other {Znaleziono # osób.}}', {
          count: patients.length,
        })}
      </p>
      {more && (
        <Notice kind="info">
          <p>{i18n._('Pasuje więcej osób, niż tu widać. Wpisz więcej liter albo imię.')}</p>
        </Notice>
      )}
      <PatientTable patients={patients} />
    </>
  );
}

function PatientTable({ patients }: { patients: readonly FoundPatient[] }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { shortDate, sex } = useWording();
  return (
    <Table
      caption={i18n._('Znalezieni pacjenci')}
      captionHidden
      rows={patients}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: i18n._('Imię i nazwisko'),
          rowHeader: true,
          cell: ({ id, name }) => <Link href={href('clinician-portal/patient', { patient: id }) ?? ''}>{name}</Link>,
        },
        { key: 'birth', header: i18n._('Data urodzenia'), cell: ({ birthDate }) => shortDate(birthDate) },
        { key: 'age', header: i18n._('Wiek (lata)'), numeric: true, cell: ({ age }) => age },
        { key: 'sex', header: i18n._('Płeć'), cell: (patient) => sex(patient.sex) },
        { key: 'pesel', header: i18n._('PESEL'), cell: ({ pesel }) => pesel && <code>{groupPesel(pesel)}</code> },
        { key: 'city', header: i18n._('Miejscowość'), cell: ({ city }) => city },
      ]}
    />
  );
}
