/** Begins a visit of a patient who was not on the list: says why they came, then opens it. */
import { useLingui } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { newBrowserId } from '#core/runtime/browser-clock.ts';
import { Button } from '#libs/ui/button/button.tsx';
import { Failure } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { useVisitWords } from './use-visit-words.ts';

const urgencies = ['R', 'UR', 'EM'] as const;

export default function BeginVisit({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const words = useVisitWords();
  const { href, go } = usePortal();
  const { busy, problem, act } = useAct();
  const [reason, setReason] = useState('');
  const [urgency, setUrgency] = useState<string>('R');
  // Pressed twice, one visit begins.
  const [idempotencyKey] = useState(newBrowserId);
  const begin = (event: FormEvent) => {
    event.preventDefault();
    void act(async () => {
      const body = { patient: params.patient, urgency, ...(reason.trim() ? { reason: reason.trim() } : {}) };
      const { id } = await api.send<{ id: string }>('POST', '/api/medical-events/visits', body, { idempotencyKey });
      const visit = href('clinician-portal/visit', { id });
      if (visit) go(visit);
    });
  };
  return (
    <Page title={i18n._('Rozpocznij wizytę')}>
      <form onSubmit={begin}>
        <TextField
          id="powod"
          label={i18n._('Powód wizyty')}
          hint={i18n._('W kilku słowach, jak mówi pacjent.')}
          optional
          maxLength={300}
          value={reason}
          onChange={setReason}
          // biome-ignore lint/a11y/noAutofocus: the page is for this one answer
          autoFocus
        />
        <Radios
          id="pilnosc"
          label={i18n._('Pilność')}
          value={urgency}
          onChange={setUrgency}
          options={urgencies.map((value) => ({ value, label: words.urgency[value] }))}
        />
        {problem && <Failure problem={problem} />}
        <Button kind="primary" type="submit" busy={busy}>
          {i18n._('Rozpocznij wizytę')}
        </Button>
      </form>
    </Page>
  );
}
