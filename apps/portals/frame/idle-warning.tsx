/** The question before the session ends. Counts in steps of 15 s for listeners, by the second for the eye. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Dialog } from '#libs/ui/dialog/dialog.tsx';

export default function IdleWarning({ left, onStay, onEnd }: { left: number; onStay: () => void; onEnd: () => void }) {
  const { i18n } = useLingui();
  const rounded = Math.ceil(left / 15) * 15;
  return (
    <Dialog
      title={i18n._('Czy nadal tu jesteś?')}
      onClose={onStay}
      actions={
        <>
          <Button kind="primary" onClick={onStay} autoFocus>
            {i18n._('Zostań na stronie')}
          </Button>
          <Button onClick={onEnd}>{i18n._('Wyloguj się')}</Button>
        </>
      }
    >
      <p aria-hidden="true">
        {i18n._('Za {left, plural, one {# sekundę} few {# sekundy} other {# sekund}} zakończymy sesję.', { left })}
      </p>
      <p className="ez-hidden" role="status">
        {i18n._('Do końca sesji mniej niż {rounded, plural, one {# sekunda} few {# sekundy} other {# sekund}}.', {
          rounded,
        })}
      </p>
      <p>{i18n._('Robimy to, żeby nikt inny nie zobaczył danych na Twoim urządzeniu.')}</p>
    </Dialog>
  );
}
