/** The session has ended: says so, and how to come back to the same place. */
import { useLingui } from '@lingui/react';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';

export default function Ended({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const back = search.return ? `/sign-in?${new URLSearchParams({ return: search.return })}` : '/sign-in';
  const idle = search.powod === 'bezczynnosc';
  return (
    <Page title={idle ? i18n._('Sesja się skończyła') : i18n._('Wylogowano Cię')}>
      <Notice kind={idle ? 'info' : 'success'}>
        <p>
          {idle
            ? i18n._('Przez dłuższy czas nic się nie działo, więc zakończyliśmy sesję. To chroni Twoje dane.')
            : i18n._('Nikt nie zobaczy Twoich danych na tym urządzeniu.')}
        </p>
      </Notice>
      <ButtonLink kind="primary" href={back}>
        {i18n._('Zaloguj się ponownie')}
      </ButtonLink>
    </Page>
  );
}
