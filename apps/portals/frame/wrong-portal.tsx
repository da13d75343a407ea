/** Signed in, but this portal is for others: says so and leads to the person's own. */
import { useLingui } from '@lingui/react';
import { ActionLink } from '#libs/ui/link/link.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { useSession } from '#libs/ui/portal/portal.tsx';
import { portals } from '../places.ts';

export function WrongPortal() {
  const { i18n } = useLingui();
  const { role } = useSession();
  const own = Object.values(portals).find(({ roles }) => roles?.includes(role));
  return (
    <Page title={i18n._('To nie jest Twój portal')}>
      {own ? (
        <>
          <p>{i18n._('Twoje konto nie otwiera tej części e-Zdrowia. Nic się nie stało.')}</p>
          <ActionLink href={own.home}>{i18n._('Przejdź do swojego portalu')}</ActionLink>
        </>
      ) : (
        <p>{i18n._('Dla Twojej roli nie ma jeszcze portalu. Możesz się wylogować.')}</p>
      )}
    </Page>
  );
}
