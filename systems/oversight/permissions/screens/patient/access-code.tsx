/** A code that the patient reads out to a doctor: shown once, for one facility and a day. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';

interface Code {
  readonly code: string;
  readonly ends: string;
}

export function AccessCode({ ends, onChange }: { ends: string | undefined; onChange: () => unknown }) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = usePermissionWords();
  const { busy, problem, act } = useAct();
  const [code, setCode] = useState<Code>();
  const give = () =>
    act(async () => {
      setCode(await api.send<Code>('POST', '/api/permissions/codes'));
      await onChange();
    });
  return (
    <Card title={i18n._('Kod na dzisiejszą wizytę')}>
      <p>{i18n._('Przeczytaj kod lekarzowi, który Cię jeszcze nie leczył. Zobaczy Twoje dane przez 24 godziny.')}</p>
      {code && (
        <Notice kind="info" live title={i18n._('Twój kod, ważny {until}', { until: words.until(code.ends) })}>
          <p className="saa-code">
            <code>{code.code}</code>
          </p>
          <p>{i18n._('Kod widzisz tylko teraz. Zadziała raz, w jednej placówce.')}</p>
        </Notice>
      )}
      {!code && ends && <p>{i18n._('Masz już kod, ważny {until}. Nowy go zastąpi.', { until: words.until(ends) })}</p>}
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      <Button busy={busy} onClick={give}>
        {i18n._('Utwórz kod')}
      </Button>
    </Card>
  );
}
