/** The fields of a referral. Checked before it is issued; what is wrong is said at the top and at the field. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, problemOf, type Problem as Wrong } from '#libs/ui/error-summary/error-summary.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextArea } from '#libs/ui/text-area/text-area.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { commonTests } from '../../common-tests.ts';
import { rules } from '../../kinds.ts';
import type { Coded, Draft, Shown } from '../../model.ts';
import type { Problem } from '../../rules.ts';
import { specialities } from '../../specialities.ts';
import { useDetailWords } from '../words/use-detail-words.ts';
import { useReferralWords } from '../words/use-referral-words.ts';
import { CodeList } from './code-list.tsx';
import { DetailFields, fieldId } from './detail-fields.tsx';
import { useSignKey } from './use-sign-key.ts';

interface ReferFormProps {
  readonly patient: string;
  readonly draft: Draft;
  /** Problems of the record that were not taken over, to choose from. */
  readonly problems: readonly Coded[];
  /** The referral that is put right. */
  readonly corrected?: string;
}

const cells: readonly Coded[] = [...specialities].map(([code, name]) => ({ code, name }));
const icd10 = /^[A-Z][0-9]{2}(\.[0-9A-Z]{1,2})?$/;
const icd9 = /^[0-9A-Z]{2,3}(\.[0-9A-Z]{1,4})?$/;

export function ReferForm({ patient, draft: initial, problems, corrected }: ReferFormProps) {
  const { i18n } = useLingui();
  const { go, href } = usePortal();
  const api = useApi();
  const words = useReferralWords();
  const detailWords = useDetailWords();
  const { busy, problem, act } = useAct();
  const [draft, setDraft] = useState(initial);
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const { kind } = draft;
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const errorOf = (field: string) => problemOf(wrong, fieldId(field));
  const issue = () =>
    act(async () => {
      const body = bodyOf(draft);
      const checked = await api.send<{ problems: Problem[] }>('POST', '/api/e-referral/check', { patient, ...body });
      const found = checked.problems.map((one) => ({ field: fieldId(one.field), message: detailWords.missing(one) }));
      if (corrected && reason.trim().length < 3)
        found.push({ field: 'sgs-reason', message: i18n._('Napisz powód w kilku słowach.') });
      setWrong(found);
      if (found.length > 0) return;
      const referral = corrected
        ? await api.send<Shown>('POST', `/api/e-referral/referrals/${corrected}/correct`, { ...body, reason })
        : await api.send<Shown>('POST', '/api/e-referral/referrals', { patient, ...body });
      go(href('clinician-portal/referral', { patient, id: referral.id }) ?? '');
    });
  useSignKey(() => void issue());
  const list = { errorOf, draft, set, problems };
  return (
    <div className="sgs-stack">
      <ErrorSummary problems={wrong} />
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <div className="sgs-form">
        <div>
          <Target {...list} />
          <Radios
            id="sgs-urgency"
            label={i18n._('Przypadek')}
            options={[
              { value: 'R', label: i18n._('stabilny') },
              { value: 'UR', label: i18n._('pilny') },
            ]}
            value={draft.urgency}
            onChange={(urgency) => set({ urgency: urgency as Draft['urgency'] })}
          />
          <Codes {...list} />
        </div>
        <div>
          <TextArea
            id="sgs-purpose"
            label={i18n._('Cel skierowania i ważne informacje')}
            hint={i18n._('Wypełnione z dokumentacji. Popraw, co trzeba.')}
            optional
            rows={5}
            maxLength={4000}
            value={draft.purpose ?? ''}
            onChange={(purpose) => set({ purpose })}
          />
          <DetailFields
            kind={kind}
            details={draft.details}
            onChange={(details) => set({ details })}
            errorOf={errorOf}
          />
          {corrected && (
            <TextField
              id="sgs-reason"
              label={i18n._('Powód poprawki')}
              error={problemOf(wrong, 'sgs-reason')}
              value={reason}
              onChange={setReason}
              maxLength={500}
            />
          )}
        </div>
      </div>
      <div className="sgs-acts">
        <Button kind="primary" busy={busy} onClick={() => void issue()} aria-keyshortcuts="F8">
          {corrected ? i18n._('Zapisz poprawkę (F8)') : i18n._('Wystaw skierowanie (F8)')}
        </Button>
      </div>
    </div>
  );
}

/** Without what is empty: the platform wants no empty texts. */
function bodyOf({ kind, urgency, speciality, diagnoses, procedures, purpose, details, attachments }: Draft) {
  const clean = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, Array.isArray(value) ? value.filter(Boolean) : value]),
  );
  return {
    ...{ kind, urgency, diagnoses, procedures, attachments, details: clean },
    ...(speciality ? { speciality } : {}),
    ...(purpose?.trim() ? { purpose } : {}),
  };
}

interface PartProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly errorOf: (field: string) => string | undefined;
  readonly problems: readonly Coded[];
}

function Target({ draft, set, errorOf }: PartProps) {
  const { i18n } = useLingui();
  const { speciality } = draft;
  const optional = rules[draft.kind].speciality === 'optional';
  return (
    <CodeList
      id="sgs-speciality"
      label={optional ? i18n._('Dokąd (nieobowiązkowe)') : i18n._('Dokąd')}
      hint={i18n._('Poradnia, oddział albo pracownia, na przykład kardiologiczna')}
      error={errorOf('speciality')}
      chosen={speciality ? [speciality] : []}
      onChange={(chosen) => {
        const { speciality: _before, ...rest } = draft;
        const last = chosen.at(-1);
        set({ ...rest, speciality: last } as Partial<Draft>);
      }}
      known={cells}
      one
      form={/^$/}
    />
  );
}

function Codes({ draft, set, errorOf, problems }: PartProps) {
  const { i18n } = useLingui();
  const hasTests = rules[draft.kind].procedures === 'required' || draft.kind === 'rehabilitation';
  return (
    <>
      {hasTests && (
        <CodeList
          id="sgs-procedures"
          label={i18n._('Badania i zabiegi')}
          hint={i18n._('Nazwa albo kod ICD-9, na przykład morfologia')}
          error={errorOf('procedures')}
          chosen={draft.procedures}
          onChange={(procedures) => set({ procedures })}
          known={commonTests}
          form={icd9}
        />
      )}
      <CodeList
        id="sgs-diagnoses"
        label={i18n._('Rozpoznania')}
        hint={i18n._('Kod ICD-10 albo nazwa problemu pacjenta')}
        error={errorOf('diagnoses')}
        chosen={draft.diagnoses}
        onChange={(diagnoses) => set({ diagnoses })}
        known={problems}
        form={icd10}
        main={i18n._('główne')}
      />
    </>
  );
}
