/** Why a course is not given: contraindication, deferral until a day, refusal, immunity; with a reason in words. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { SelectField } from '#libs/ui/select-field/select-field.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { type Antigen, type ExceptionKind, exceptionKinds, type VaccinationReply } from '../../model.ts';
import { useVaccinationWords } from '../parts/use-vaccination-words.ts';

interface FormProps {
  readonly reply: VaccinationReply;
  readonly path: string;
  readonly onDone: () => unknown;
}

export function ExceptionForm({ reply, path, onDone }: FormProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useVaccinationWords();
  const { busy, problem, act } = useAct();
  const open = [...new Set(reply.lines.filter(({ given }) => !given).map(({ antigen }) => antigen))];
  const [antigen, setAntigen] = useState<Antigen | undefined>(open[0]);
  const [kind, setKind] = useState<ExceptionKind>('deferral');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  if (open.length === 0) return null;
  const save = () =>
    act(async () => {
      const more = kind === 'deferral' ? { until } : {};
      await api.send('POST', path, { antigen, kind, reason, ...more });
      setReason('');
      await onDone();
    });
  const isShort = reason.trim().length < 3 || (kind === 'deferral' && until === '');
  return (
    <Details summary={i18n._('Zapisz, dlaczego nie szczepimy')}>
      <div className="vc-form">
        <SelectField
          id="vc-antigen"
          label={i18n._('Szczepienie')}
          options={open.map((one) => ({ value: one, label: words.antigen(one) }))}
          value={antigen ?? ''}
          onChange={(value) => setAntigen(value as Antigen)}
        />
        <Radios
          id="vc-kind"
          label={i18n._('Dlaczego')}
          options={exceptionKinds.map((one) => ({ value: one, label: words.kind(one) }))}
          value={kind}
          onChange={(value) => setKind(value as ExceptionKind)}
        />
        {kind === 'deferral' && (
          <TextField id="vc-until" type="date" label={i18n._('Odroczone do')} value={until} onChange={setUntil} />
        )}
        <TextField id="vc-reason" label={i18n._('Powód')} value={reason} onChange={setReason} maxLength={300} />
        {problem && (
          <Notice kind="warning" live>
            <p>{words.problem(problem)}</p>
          </Notice>
        )}
        <Button kind="primary" busy={busy} disabled={isShort} onClick={save}>
          {i18n._('Zapisz')}
        </Button>
      </div>
    </Details>
  );
}
