/** What is signed of a patient: who, whether the signature counts, what has changed since, what was signed before. */
import { useLingui } from '@lingui/react';
import { Details } from '#libs/ui/details/details.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { Change } from '../../difference.ts';
import type { SummaryReply } from '../../operations.ts';
import type { SignedSummary, Verdict } from '../../signed.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';

const pathOf = (patient: string) => `/api/patient-summary/${encodeURIComponent(patient)}`;

export function SignedPanel({ patient }: { patient: string }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const spoken = language === 'pl' ? 'pl' : 'en';
  const now = useGet<SummaryReply>(`${pathOf(patient)}?language=${spoken}`, { fresh: true });
  const all = useGet<{ summaries: SignedSummary[] }>(`${pathOf(patient)}/signed`, { fresh: true });
  return (
    <section className="ps-section ez-no-print" aria-labelledby="ps-signed">
      <h2 id="ps-signed">{i18n._('Podpisane podsumowanie')}</h2>
      <Loaded query={now} lines={3}>
        {({ signed }) =>
          signed ? (
            <>
              <Who patient={patient} summary={signed} />
              <Since changes={signed.changes} />
            </>
          ) : (
            <p className="ps-note">{i18n._('Nikt jeszcze nie podpisał podsumowania tego pacjenta.')}</p>
          )
        }
      </Loaded>
      <Loaded query={all} lines={1}>
        {({ summaries }) => <Before summaries={summaries.filter(({ status }) => status !== 'current')} />}
      </Loaded>
    </section>
  );
}

function Who({ patient, summary }: { patient: string; summary: SignedSummary }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const words = useSummaryWords();
  const path = `${pathOf(patient)}/signed/${encodeURIComponent(summary.id)}/verification`;
  const query = useGet<{ signature: Verdict }>(path, { fresh: true });
  const who = [summary.by, summary.facility, format.dateTime(summary.signedAt)].filter(Boolean).join(', ');
  return (
    <>
      <p>{i18n._('Podpisał(a): {who}', { who })}</p>
      <Loaded query={query} lines={1}>
        {({ signature }) =>
          signature.valid ? (
            <p>
              <Tag kind="success">{i18n._('podpis ważny')}</Tag> {signature.signer}, {words.kind(signature.kind)}
            </p>
          ) : (
            <Notice kind="critical">
              <p>{i18n._('Podpis się nie liczy ({code}). Nie polegaj na tym dokumencie.', { code: signature.code })}</p>
            </Notice>
          )
        }
      </Loaded>
    </>
  );
}

function Since({ changes }: { changes: readonly Change[] }) {
  const { i18n } = useLingui();
  if (changes.length === 0) return <p className="ps-note">{i18n._('Od podpisania nic się nie zmieniło.')}</p>;
  const kinds: Readonly<Record<Change['kind'], string>> = {
    new: i18n._('nowe'),
    changed: i18n._('zmienione'),
    gone: i18n._('już nie ma'),
  };
  return (
    <Notice kind="warning" title={i18n._('Zmiany od podpisania: {count}', { count: changes.length })}>
      <ul className="ps-lines">
        {changes.map(({ kind, line, what }) => (
          <li key={line}>
            <em>{kinds[kind]}</em> <strong>{what}</strong>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Before({ summaries }: { summaries: readonly SignedSummary[] }) {
  const { i18n } = useLingui();
  const format = useFormat();
  if (summaries.length === 0) return null;
  return (
    <Details summary={i18n._('Podpisane wcześniej ({count})', { count: summaries.length })}>
      <ul className="ps-lines">
        {summaries.map(({ id, by, facility, signedAt }) => (
          <li key={id}>
            <span>{format.dateTime(signedAt)}</span>
            <span>{[by, facility].filter(Boolean).join(', ')}</span>
            <span className="ps-note">{i18n._('zastąpione nowszym')}</span>
          </li>
        ))}
      </ul>
    </Details>
  );
}
