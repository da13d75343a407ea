/** For those who work in several places: where they work now. It decides whose records they may open. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { ErrorSummary, problemOf } from '#libs/ui/error-summary/error-summary.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import type { Session } from '#libs/ui/session/session.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { StepProps } from './step.ts';

interface FacilityStepProps extends StepProps {
  session: Session;
  onDone: (session: Session) => void;
}

export function FacilityStep({ problems, onProblems, attempt, session, onDone }: FacilityStepProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const [facility, setFacility] = useState(session.facility);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!facility) return onProblems([{ field: 'placowka', message: i18n._('Zaznacz, gdzie dziś pracujesz') }]);
    setBusy(true);
    await attempt('placowka', async () => {
      const moved = await api.send<Session>('POST', '/api/accounts/facility', { facility }, { csrf: session.csrf });
      onDone(moved);
    });
    setBusy(false);
  };

  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary problems={problems} />
      <Radios
        id="placowka"
        label={i18n._('Gdzie dziś pracujesz?')}
        hint={
          session.role === 'pharmacist'
            ? i18n._('Zobaczysz recepty, które pacjenci pokażą w tej aptece.')
            : i18n._('Zobaczysz pacjentów tej placówki.')
        }
        options={(session.facilities ?? []).map((place) => ({ value: place.facility, label: place.facilityName }))}
        value={facility}
        onChange={setFacility}
        error={problemOf(problems, 'placowka')}
      />
      <Button kind="primary" type="submit" busy={busy}>
        {i18n._('Otwórz portal')}
      </Button>
    </form>
  );
}
