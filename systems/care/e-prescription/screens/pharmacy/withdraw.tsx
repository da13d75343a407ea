/** Taking a dispense back: it did not happen. A reason, and a decision. */
import { useLingui } from '@lingui/react';
import { ReasonButton } from '../words/reason-button.tsx';

export function WithdrawButton({ id, name }: { id: string; name: string }) {
  const { i18n } = useLingui();
  return (
    <ReasonButton
      id="rx-wycofanie"
      path={`/api/e-prescription/dispenses/${encodeURIComponent(id)}/withdraw`}
      label={i18n._('Wycofaj')}
      fullLabel={i18n._('Wycofaj: {name}', { name })}
      title={i18n._('Wycofać wydanie: {name}?', { name })}
      action={i18n._('Wycofaj wydanie')}
    />
  );
}
