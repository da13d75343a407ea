/** An address that leads nowhere, said without blame. */
import { useLingui } from '@lingui/react';
import { ActionLink } from '#libs/ui/link/link.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';

export function NotFound() {
  const { i18n } = useLingui();
  const { home } = usePortal();
  return (
    <Page title={i18n._('Nie ma takiej strony')}>
      <p>{i18n._('Adres mógł się zmienić albo jest w nim literówka.')}</p>
      <ActionLink href={home}>{i18n._('Przejdź na stronę startową')}</ActionLink>
    </Page>
  );
}
