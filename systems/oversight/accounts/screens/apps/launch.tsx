/** "Otwórz aplikację": the registered apps that can be opened for the patient whose record is open (SMART EHR launch). */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import '../security/security.css';

interface LaunchableApp {
  readonly id: string;
  readonly name: string;
}

export default function LaunchApp({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const { href } = usePortal();
  const patient = params.patient as string;
  const query = useGet<readonly LaunchableApp[]>('/api/accounts/launchable-apps');
  const [failed, setFailed] = useState(false);
  const open = async ({ id }: LaunchableApp) => {
    setFailed(false);
    await api.send<{ url: string }>('POST', '/api/accounts/launches', { app: id, patient }).then(
      ({ url }) => location.assign(url),
      () => setFailed(true),
    );
  };
  return (
    <Page
      title={i18n._('Otwórz aplikację')}
      lead={i18n._('Aplikacja dowie się, czyj profil masz otwarty. Zanim zobaczy dane, zapytamy Cię o zgodę.')}
    >
      <p>
        <Link href={href('clinician-portal/patient', { patient }) ?? ''}>{i18n._('Wróć do profilu pacjenta')}</Link>
      </p>
      {failed && (
        <Notice kind="warning" live>
          <p>{i18n._('Nie udało się otworzyć aplikacji. Spróbuj ponownie za chwilę.')}</p>
        </Notice>
      )}
      <Loaded query={query} lines={3}>
        {(apps) =>
          apps.length === 0 ? (
            <p>{i18n._('Nie ma zarejestrowanych aplikacji. Rejestruje je operator platformy.')}</p>
          ) : (
            <ul className="saz-list">
              {apps.map((app) => (
                <li key={app.id}>
                  <div className="saz-row">
                    <strong>{app.name}</strong>
                    <Button onClick={() => open(app)} aria-label={i18n._('Otwórz: {name}', { name: app.name })}>
                      {i18n._('Otwórz')}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
