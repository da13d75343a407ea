/** One package as it was issued: the sheet for the patient, and where each prescription is now. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { PrescriptionPackage } from '../../model.ts';
import { Sheet } from '../sheet/sheet.tsx';

export default function Package({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const { patient = '', id = '' } = params;
  const query = useGet<PrescriptionPackage>(`/api/e-prescription/packages/${encodeURIComponent(id)}`, { fresh: true });
  const all = href('clinician-portal/prescriptions', { patient });
  return (
    <Page
      title={i18n._('Pakiet recept')}
      person={query.data?.patient.name}
      actions={
        <>
          {all && (
            <ButtonLink kind="quiet" href={all}>
              {i18n._('Recepty pacjenta')}
            </ButtonLink>
          )}
          <Button onClick={() => print()}>{i18n._('Drukuj informację')}</Button>
        </>
      }
    >
      <Loaded query={query} lines={8}>
        {(issued) => <Sheet issued={issued} />}
      </Loaded>
    </Page>
  );
}
