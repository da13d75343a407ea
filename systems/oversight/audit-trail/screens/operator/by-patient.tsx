/** From the PESEL of a complaint to events about that patient: the number goes to the server once, never into an address. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Details } from '#libs/ui/details/details.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { PeselField } from '#libs/ui/pesel-field/pesel-field.tsx';
import { peselProblem } from '#libs/ui/pesel-field/pesel-words.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';

interface ByPatientProps {
  /** Events are those of one patient now. */
  patient: string | undefined;
  onFound: (patient: string | undefined) => void;
}

export function ByPatient({ patient, onFound }: ByPatientProps) {
  const { i18n } = useLingui();
  if (!patient) return <AskPesel onFound={onFound} />;
  return (
    <Notice kind="info">
      <p>
        {i18n._('Pokazujesz wpisy o jednym pacjencie. Pacjent zobaczy, że szukano w jego sprawie.')}{' '}
        <Button kind="quiet" onClick={() => onFound(undefined)}>
          {i18n._('Pokaż wszystkie')}
        </Button>
      </p>
    </Notice>
  );
}

function AskPesel({ onFound }: Pick<ByPatientProps, 'onFound'>) {
  const { i18n } = useLingui();
  const api = useApi();
  const { busy, problem, act } = useAct();
  const [pesel, setPesel] = useState('');
  const [error, setError] = useState<string>();
  const find = () => {
    const wrong = peselProblem(i18n, pesel);
    setError(wrong);
    if (wrong) return;
    void act(async () => {
      const body = { pesel: pesel.replace(/\D/g, '') };
      onFound((await api.send<{ patient: string }>('POST', '/api/audit-trail/patients', body)).patient);
    });
  };
  return (
    <Details summary={i18n._('Szukaj w sprawie pacjenta')}>
      {problem && (
        <Notice kind="warning" live>
          <p>
            {problem.status === 404
              ? i18n._('Nie ma pacjenta o takim numerze PESEL. Sprawdź numer w skardze.')
              : i18n._('Nie udało się wyszukać. Spróbuj ponownie za chwilę.')}
          </p>
        </Notice>
      )}
      <PeselField
        id="pesel-skargi"
        label={i18n._('PESEL pacjenta')}
        hint={i18n._('Tylko do wyjaśnienia skargi albo zdarzenia. Pacjent zobaczy to w swojej historii.')}
        value={pesel}
        onChange={setPesel}
        error={error}
      />
      <Button busy={busy} onClick={find}>
        {i18n._('Pokaż wpisy o pacjencie')}
      </Button>
    </Details>
  );
}
