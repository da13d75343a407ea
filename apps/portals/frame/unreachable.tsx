/** The platform gave no usable answer when the portal opened: what happened, and what to do. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { mainId } from '#libs/ui/app-shell/app-shell.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';

export function Unreachable() {
  const { i18n } = useLingui();
  return (
    <main id={mainId} className="ez-main">
      <h1>{i18n._('e-Zdrowie teraz nie odpowiada')}</h1>
      <Notice kind="warning">
        <p>{i18n._('Twoje dane są bezpieczne. Spróbuj ponownie za kilka minut.')}</p>
        <Button onClick={() => location.reload()}>{i18n._('Spróbuj ponownie')}</Button>
      </Notice>
    </main>
  );
}
