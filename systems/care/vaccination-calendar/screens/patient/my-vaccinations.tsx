/** "Szczepienia": the calendar of whoever is shown, oneself or a child for whom one acts; it prints on one sheet. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { VaccinationReply } from '../../model.ts';
import { Calendar } from '../parts/calendar.tsx';

export default function MyVaccinations() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { patient, actingFor } = useSession();
  const query = useGet<VaccinationReply>(
    patient && `/api/vaccination-calendar/patients/${encodeURIComponent(patient)}`,
  );
  const family = actingFor ? undefined : href('patient-portal/permissions');
  return (
    <Page
      title={i18n._('Szczepienia')}
      lead={i18n._('Kalendarz szczepień obowiązkowych do 19. roku życia, ułożony z wieku i z tego, co już podano.')}
      actions={<Button onClick={() => print()}>{i18n._('Drukuj')}</Button>}
    >
      <Loaded query={query} lines={10}>
        {(reply) => (
          <>
            <h2 className="vc-person">{reply.patient.name}</h2>
            <Calendar reply={reply} />
          </>
        )}
      </Loaded>
      {family && (
        <p className="ez-no-print">
          <Link href={family}>{i18n._('Kalendarz dziecka: najpierw zacznij działać za dziecko')}</Link>
        </p>
      )}
    </Page>
  );
}
