/** Whether codes and the plan are kept on this device; switched on and off here. */
import { useLingui } from '@lingui/react';
import { useEffect, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import { useRefresh } from '#libs/ui/session/use-api.tsx';
import { mostDays } from '#libs/ui/wallet/wallet.ts';

export function OnThisDevice() {
  const { i18n } = useLingui();
  const { wallet } = usePortal();
  const { login } = useSession();
  const refresh = useRefresh('/api/e-prescription/mine');
  const [on, setOn] = useState<boolean>();
  useEffect(() => {
    wallet?.isOn().then(setOn, () => setOn(undefined));
  }, [wallet]);
  if (!wallet || on === undefined) return null;
  const change = async () => {
    if (on) await wallet.erase();
    else await wallet.turnOn(login);
    setOn(!on);
    if (!on) await refresh();
  };
  return (
    <section className="ez-no-print">
      <Card title={i18n._('Kody bez internetu')}>
        {on ? (
          <>
            <p role="status">
              {i18n._('Kody recept i plan leków są zapisane na tym urządzeniu. Zobaczysz je także bez internetu.')}
            </p>
            <p className="ez-secondary">
              {i18n._('Znikną po {days} dniach, po wylogowaniu i gdy zakończysz tę sesję z innego urządzenia.', {
                days: mostDays,
              })}
            </p>
            <Button onClick={change}>{i18n._('Usuń z tego urządzenia')}</Button>
          </>
        ) : (
          <>
            <p>{i18n._('Możesz zapisać kody recept i plan leków na tym urządzeniu, żeby pokazać je bez internetu.')}</p>
            <p className="ez-secondary">
              {i18n._('Zapis jest zaszyfrowany. Zobaczy go każdy, kto odblokuje to urządzenie. Nie włączaj na cudzym.')}
            </p>
            <Button onClick={change}>{i18n._('Zapisuj na tym urządzeniu')}</Button>
          </>
        )}
      </Card>
    </section>
  );
}
