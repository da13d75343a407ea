/** The calendar beside a patient's record: what is due today, and writing down why a course is not given. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { VaccinationReply } from '../../model.ts';
import { Calendar } from '../parts/calendar.tsx';
import { ExceptionForm } from './exception-form.tsx';

export default function PatientVaccinations({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const patient = params.patient ?? '';
  const path = `/api/vaccination-calendar/patients/${encodeURIComponent(patient)}`;
  const query = useGet<VaccinationReply>(path);
  return (
    <Page
      title={i18n._('Szczepienia')}
      person={query.data?.patient.name}
      lead={query.data?.patient.name}
      actions={
        <>
          <ButtonLink href={href('clinician-portal/patient', { patient }) ?? ''}>
            {i18n._('Wróć do pacjenta')}
          </ButtonLink>
          <Button kind="quiet" onClick={() => print()}>
            {i18n._('Drukuj')}
          </Button>
        </>
      }
    >
      <Loaded query={query} lines={10}>
        {(reply) => (
          <Calendar reply={reply}>
            {reply.mayRecord && (
              <ExceptionForm reply={reply} path={`${path}/exceptions`} onDone={() => query.refetch()} />
            )}
          </Calendar>
        )}
      </Loaded>
    </Page>
  );
}
