/** Break-the-glass: what it means is said first; a reason from the list and in words is demanded. */
import { useLingui } from '@lingui/react';
import { useMemo, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, type Problem, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { describedBy, Field } from '#libs/ui/field/field.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { PeselField } from '#libs/ui/pesel-field/pesel-field.tsx';
import { peselProblem } from '#libs/ui/pesel-field/pesel-words.ts';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { emergencyReasons } from '../../model.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';

interface Asked {
  readonly pesel: string;
  readonly reason: string | undefined;
  readonly explanation: string;
}

/** As the server demands. */
const shortest = 10;

export function InEmergency({ onOpen }: { onOpen: (patient: string) => void }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = usePermissionWords();
  const { busy, problem, act } = useAct();
  const [asked, setAsked] = useState<Asked>({ pesel: '', reason: undefined, explanation: '' });
  const [tried, setTried] = useState(false);
  const problems = useMemo(() => (tried ? wrongWith(i18n, asked) : []), [i18n, asked, tried]);
  const set = (more: Partial<Asked>) => setAsked({ ...asked, ...more });
  const open = () =>
    act(async () => {
      setTried(true);
      if (wrongWith(i18n, asked).length > 0) return;
      onOpen((await api.send<{ patient: string }>('POST', '/api/permissions/emergencies', asked)).patient);
    });
  return (
    <>
      <Notice kind="warning" title={i18n._('Tylko gdy chodzi o życie')}>
        <p>
          {i18n._(
            'Dostęp trwa godzinę. Pacjent dowie się o nim od razu: kto, skąd i dlaczego. Inspektor sprawdzi go w 3 dni.',
          )}
        </p>
      </Notice>
      <ErrorSummary problems={problems} />
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <PeselField
        id="pesel-ratunek"
        label={i18n._('PESEL osoby, którą ratujesz')}
        value={asked.pesel}
        onChange={(pesel) => set({ pesel })}
        error={problemOf(problems, 'pesel-ratunek')}
      />
      <Radios
        id="powod"
        label={i18n._('Powód')}
        value={asked.reason}
        onChange={(reason) => set({ reason })}
        error={problemOf(problems, 'powod')}
        options={emergencyReasons.map((value) => ({ value, label: words.reason(value) }))}
      />
      <Explanation
        value={asked.explanation}
        onChange={(explanation) => set({ explanation })}
        error={problemOf(problems, 'opis')}
      />
      <Button kind="danger" busy={busy} onClick={open}>
        {i18n._('Otwórz na godzinę')}
      </Button>
    </>
  );
}

function wrongWith(i18n: ReturnType<typeof useLingui>['i18n'], { pesel, reason, explanation }: Asked): Problem[] {
  const number = peselProblem(i18n, pesel);
  const short = explanation.trim().length < shortest;
  return [
    ...(number ? [{ field: 'pesel-ratunek', message: number }] : []),
    ...(reason === undefined ? [{ field: 'powod', message: i18n._('Wybierz powód.') }] : []),
    ...(short ? [{ field: 'opis', message: i18n._('Napisz, co się dzieje: co najmniej 10 znaków.') }] : []),
  ];
}

interface ExplanationProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

function Explanation({ value, onChange, error }: ExplanationProps) {
  const { i18n } = useLingui();
  const words = {
    id: 'opis',
    label: i18n._('Co się dzieje'),
    hint: i18n._('Na przykład: nieprzytomna po wypadku, SOR.'),
    ...(error ? { error } : {}),
  };
  return (
    <Field {...words}>
      <textarea
        id="opis"
        className="ez-input"
        rows={3}
        maxLength={1000}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-describedby={describedBy(words)}
        aria-invalid={error ? true : undefined}
      />
    </Field>
  );
}
