/** A visit: the note, what was found and done, and one signature under everything. ux/design.md 5.9, GAB-6, GAB-7 */
import { useLingui } from '@lingui/react';
import { useEffect, useMemo, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem } from '#libs/ui/error-summary/error-summary.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { IdentityBand } from '#libs/ui/identity-band/identity-band.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Failure, Loaded, Loading } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { type OutboxDocument, useOutbox } from '#libs/ui/outbox/use-outbox.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import type { Visit } from '../../visits.ts';
import { faultsOf } from '../writing/form.ts';
import { DocumentList } from './document-list.tsx';
import { Findings } from './findings.tsx';
import { NoteFields } from './note-fields.tsx';
import { SignPanel } from './sign-panel.tsx';
import { eventKind, useVisitForm } from './use-visit-form.ts';
import { useVisitWords } from './use-visit-words.ts';
import './visits.css';

export default function VisitScreen({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const id = params.id as string;
  const query = useGet<Visit>(`/api/medical-events/visits/${encodeURIComponent(id)}`);
  return (
    <Page title={i18n._('Wizyta')} person={query.data?.patient.name} quiet={query.data !== undefined} width="wide">
      <Loaded query={query} lines={12}>
        {(visit) => (
          <>
            <Band visit={visit} />
            <VisitBody visit={visit} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Band({ visit: { patient, allergies } }: { visit: Visit }) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const record = href('clinician-portal/patient', { patient: patient.id });
  const said = {
    'no-data': i18n._('Uczulenia: nikt nie zapisał, czy są'),
    'none-known': i18n._('Uczulenia: zapisano, że nie ma'),
    known: i18n._('Uczulenie: {list}', { list: allergies.names.join(', ') }),
  };
  return (
    <IdentityBand {...patient} allergic={allergies.state === 'known'} allergies={said[allergies.state]}>
      {record && (
        <span className="ez-no-print">
          <ButtonLink kind="quiet" href={record}>
            {i18n._('Przegląd pacjenta')}
          </ButtonLink>
        </span>
      )}
    </IdentityBand>
  );
}

/** Of this visit: the event, and what other screens prepared for it. */
const ofVisit = (documents: readonly OutboxDocument[], id: string) => documents.filter(({ visit }) => visit === id);

function VisitBody({ visit }: { visit: Visit }) {
  const { i18n } = useLingui();
  const { documents } = useOutbox();
  const words = useVisitWords();
  const { id } = visit.visit;
  const own = ofVisit(documents ?? [], id);
  const event = own.find(({ kind }) => kind === eventKind);
  if (visit.event || event?.state === 'sent') return <Recorded visit={visit} documents={own} />;
  if (event?.state === 'queued' || event?.state === 'sending') {
    return (
      <>
        <Notice kind="warning" title={i18n._('Podpisano. Wyślemy, gdy wróci połączenie.')} live>
          <p>{i18n._('Nic nie zginie i nic nie zapisze się dwa razy. Możesz zająć się następnym pacjentem.')}</p>
        </Notice>
        <DocumentList documents={own} words={words} label={i18n._('Dokumenty wizyty')} />
        <NextPatient />
      </>
    );
  }
  return <Writing visit={visit} refused={event?.state === 'refused' ? event : undefined} />;
}

function NextPatient() {
  const { i18n } = useLingui();
  const address = usePortal().href('clinician-portal/day');
  return address ? (
    <p>
      <ButtonLink kind="primary" href={address}>
        {i18n._('Wróć do dnia')}
      </ButtonLink>
    </p>
  ) : null;
}

function Recorded({ visit, documents }: { visit: Visit; documents: readonly OutboxDocument[] }) {
  const { i18n } = useLingui();
  const words = useVisitWords();
  const { shortDateTime } = useFormat();
  const { href } = usePortal();
  const refresh = useRefresh('/api/medical-events/');
  const { event, patient, visit: line } = visit;
  useEffect(() => {
    if (!event) void refresh();
  }, [event, refresh]);
  const detail = href('clinician-portal/event', { patient: patient.id, type: 'Encounter', id: line.id });
  return (
    <>
      <Notice kind="success" title={i18n._('Wizyta jest zapisana.')} live>
        {event && <p>{i18n._('Zdarzenie medyczne, {when}.', { when: shortDateTime(event.recordedAt) ?? '' })}</p>}
        {event?.late && <p>{i18n._('Wpis spóźniony: ponad dzień po wizycie.')}</p>}
        {event?.state === 'cancelled' && <p>{i18n._('To zdarzenie anulowano.')}</p>}
      </Notice>
      {documents.length > 0 && <DocumentList documents={documents} words={words} label={i18n._('Dokumenty wizyty')} />}
      {detail && (
        <p>
          <ButtonLink href={detail}>{i18n._('Pokaż, co zapisano')}</ButtonLink>
        </p>
      )}
      <NextPatient />
    </>
  );
}

function Writing({ visit, refused }: { visit: Visit; refused: OutboxDocument | undefined }) {
  const { i18n } = useLingui();
  const words = useVisitWords();
  const { documents, problem, reopen, sign, discard } = useOutbox();
  const { id, start, status } = visit.visit;
  const title = i18n._('Zdarzenie: {patient}', { patient: visit.patient.name });
  const place = useMemo(
    () => ({ visit: id, patient: visit.patient.id, title, start: status === 'in-progress' ? start : undefined }),
    [id, visit.patient.id, title, start, status],
  );
  const { form, savedAt, isSaving, recovered, change, flush, finish } = useVisitForm(place);
  const [reviewing, setReviewing] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  // The summary says what was wrong when one tried: a new list would take the focus from whoever is putting it right.
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const faults = tried && form ? faultsOf(form) : [];
  const review = () => {
    if (!form) return;
    const now = faultsOf(form);
    setTried(true);
    setProblems(now.map((fault) => ({ field: fieldOf(fault.field), message: words.fault(fault) })));
    if (now.length === 0) void flush().then(() => setReviewing(true));
  };
  useF8(review);
  const signAll = async () => {
    setBusy(true);
    const written = await flush();
    if (refused) await discard(refused.key);
    const others = ofVisit(documents ?? [], id).filter(({ state, kind }) => state === 'prepared' && kind !== eventKind);
    if (written) await sign([written.key, ...others.map(({ key }) => key)]);
    finish();
    setBusy(false);
  };
  // The form waits for the outbox, where what was written before lies.
  if (!form) return problem ? <Failure problem={problem} onRetry={reopen} /> : <Loading lines={12} />;
  return (
    <>
      <ErrorSummary problems={problems} />
      {recovered && !tried && (
        <Notice kind="info" live>
          <p>{i18n._('Wczytaliśmy to, co było napisane wcześniej. Nic nie zginęło.')}</p>
        </Notice>
      )}
      <Saved at={savedAt} isSaving={isSaving} />
      <div className="me-visit">
        <section aria-labelledby="notatka">
          <h2 id="notatka">{i18n._('Notatka')}</h2>
          <NoteFields {...{ form, words, change }} />
        </section>
        <section aria-label={i18n._('Rozpoznania, pomiary, procedury')}>
          <Findings {...{ form, words, change, faults }} />
        </section>
        <SignPanel
          {...{ form, words, reviewing, busy }}
          documents={ofVisit(documents ?? [], id)}
          patient={visit.patient.id}
          visit={id}
          onReview={review}
          onBack={() => setReviewing(false)}
          onSign={() => void signAll()}
        />
      </div>
      <p className="ez-no-print">
        <Button onClick={() => void flush()} kind="quiet">
          {i18n._('Zapisz szkic teraz')}
        </Button>
      </p>
    </>
  );
}

/** Where a fault is put right. */
const fieldOf = (field: string): string =>
  field === 'diagnoses'
    ? 'rozpoznanie'
    : field === 'pressure'
      ? 'pomiar-diastolic'
      : field === 'vaccination-lot'
        ? 'szczepionka'
        : `pomiar-${field}`;

function Saved({ at, isSaving }: { at: number | undefined; isSaving: boolean }) {
  const { i18n } = useLingui();
  const { time } = useFormat();
  const words = () => {
    if (isSaving) return i18n._('Zapisuję…');
    if (at === undefined) return i18n._('To, co piszesz, zapisuje się samo.');
    return i18n._('Zapisano {when}', { when: time(new Date(at).toISOString()) ?? '' });
  };
  return <p className="me-saved">{words()}</p>;
}

/** F8 works within fields too: the doctor is writing when the visit ends. */
function useF8(act: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}
