/** The patient's one-time code: 24 hours for this facility. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { PeselField } from '#libs/ui/pesel-field/pesel-field.tsx';
import { peselProblem } from '#libs/ui/pesel-field/pesel-words.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';

interface Opened {
  readonly patient: string;
}

export function ByCode({ onOpen }: { onOpen: (patient: string) => void }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = usePermissionWords();
  const { busy, problem, act } = useAct();
  const [pesel, setPesel] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const wrongPesel = tried ? peselProblem(i18n, pesel) : undefined;
  const wrongCode = tried && code.replaceAll(/\W/g, '').length !== 8 ? i18n._('Wpisz kod: 8 liter i cyfr.') : undefined;
  const redeem = () =>
    act(async () => {
      setTried(true);
      if (peselProblem(i18n, pesel) || code.replaceAll(/\W/g, '').length !== 8) return;
      onOpen((await api.send<Opened>('POST', '/api/permissions/codes/redeem', { pesel, code })).patient);
    });
  return (
    <>
      <p>{i18n._('Pacjent tworzy kod na swoim koncie. Otwiera on dokumentację Twojej placówce na 24 godziny.')}</p>
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <PeselField
        id="kod-pesel"
        label={i18n._('PESEL pacjenta')}
        value={pesel}
        onChange={setPesel}
        error={wrongPesel}
      />
      <TextField
        id="kod"
        code
        length={11}
        label={i18n._('Kod od pacjenta')}
        hint={i18n._('8 liter i cyfr, na przykład K7M2 P9QX')}
        value={code}
        onChange={setCode}
        error={wrongCode}
      />
      <Button kind="primary" busy={busy} onClick={redeem}>
        {i18n._('Otwórz dokumentację')}
      </Button>
    </>
  );
}
