/** Documents from abroad of a patient: those that are here, and bringing in another, once it is clear whose it is. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { EmptyState } from '#libs/ui/empty-state/empty-state.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { ButtonLink, Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import type { CheckReply, Stored } from '../../model.ts';
import { Confirming } from './confirming.tsx';
import './foreign.css';

export default function ForeignDocuments({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const format = useFormat();
  const patient = params.patient ?? '';
  const path = `/api/foreign-summaries/patients/${encodeURIComponent(patient)}`;
  const query = useGet<{ documents: Stored[] }>(`${path}/documents`, { fresh: true });
  return (
    <Page
      title={i18n._('Dokumenty z zagranicy')}
      lead={i18n._(
        'Podsumowania, wypisy i wyniki z innych krajów i systemów. Nic z nich nie trafia do dokumentacji samo.',
      )}
      actions={
        <ButtonLink href={href('clinician-portal/patient', { patient }) ?? ''}>{i18n._('Wróć do pacjenta')}</ButtonLink>
      }
    >
      <Bringing path={path} patient={patient} />
      <h2>{i18n._('Dołączone dokumenty')}</h2>
      <Loaded query={query} lines={3}>
        {({ documents }) =>
          documents.length === 0 ? (
            <EmptyState kind="never">{i18n._('Nie ma tu jeszcze dokumentów z zagranicy.')}</EmptyState>
          ) : (
            <ul className="fs-lines">
              {documents.map((one) => (
                <li key={one.id}>
                  <Link href={href('clinician-portal/foreign-document', { patient, id: one.id }) ?? ''}>
                    {one.title}
                  </Link>
                  <span>{one.authors.join(', ')}</span>
                  <span>{format.date(one.date?.slice(0, 10))}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function Bringing({ path, patient }: { path: string; patient: string }) {
  const { i18n } = useLingui();
  const { href, go } = usePortal();
  const api = useApi();
  const { busy, problem, act } = useAct();
  const [file, setFile] = useState<{ text: string; checked: CheckReply }>();
  const choose = (chosen: File | undefined) =>
    act(async () => {
      setFile(undefined);
      if (!chosen) return;
      const text = await chosen.text();
      setFile({ text, checked: await api.send<CheckReply>('POST', `${path}/check`, { document: text }) });
    });
  const keep = (reason: string) =>
    act(async () => {
      const body = { document: file?.text, confirmed: true, ...(reason ? { reason } : {}) };
      const { id } = await api.send<{ id: string }>('POST', `${path}/documents`, body);
      go(href('clinician-portal/foreign-document', { patient, id }) ?? '');
    });
  return (
    <div className="fs-form">
      <label htmlFor="fs-file">{i18n._('Plik dokumentu (FHIR, JSON albo XML)')}</label>
      <input
        id="fs-file"
        type="file"
        accept=".json,.xml,application/fhir+json,application/json,application/fhir+xml"
        disabled={busy}
        onChange={(event) => void choose(event.currentTarget.files?.[0])}
      />
      {problem && (
        <Notice kind="warning" live>
          <p>{problem.pl ?? i18n._('Nie udało się. Spróbuj ponownie za chwilę.')}</p>
        </Notice>
      )}
      {file && <Confirming checked={file.checked} busy={busy} onKeep={keep} />}
      {file && <Button onClick={() => setFile(undefined)}>{i18n._('Odłóż, niczego nie zapisuj')}</Button>}
    </div>
  );
}
