/** Cancelling one prescription: a reason, and a decision that cannot be taken back. */
import { useLingui } from '@lingui/react';
import { ReasonButton } from '../words/reason-button.tsx';

export function CancelButton({ id, name }: { id: string; name: string }) {
  const { i18n } = useLingui();
  return (
    <ReasonButton
      id="rx-anulowanie"
      path={`/api/e-prescription/prescriptions/${encodeURIComponent(id)}/cancel`}
      label={i18n._('Anuluj')}
      fullLabel={i18n._('Anuluj receptę: {name}', { name })}
      title={i18n._('Anulować receptę na {name}?', { name })}
      action={i18n._('Anuluj receptę')}
    />
  );
}
