/** A patient who is in nobody's care here: by the code that they read out, or in an emergency with a reason. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { ByCode } from './by-code.tsx';
import { InEmergency } from './in-emergency.tsx';
import '../permissions.css';

export default function OpenAccess() {
  const { i18n } = useLingui();
  const { go, href } = usePortal();
  const open = (patient: string) => go(href('clinician-portal/patient', { patient }) ?? '');
  return (
    <Page title={i18n._('Pacjent spoza placówki')}>
      <Card title={i18n._('Kod od pacjenta')}>
        <ByCode onOpen={open} />
      </Card>
      <Card title={i18n._('Ratowanie życia')}>
        <InEmergency onOpen={open} />
      </Card>
    </Page>
  );
}
