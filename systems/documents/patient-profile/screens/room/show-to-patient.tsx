/** The button on a physician's page that opens the patient's view of the same level. */
import { useLingui } from '@lingui/react';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';

interface ShowToPatientProps {
  patient: string;
  /** The level's place: `patient-view`, `patient-view-problem`, `patient-view-event`. */
  level: 'patient-view' | 'patient-view-problem' | 'patient-view-event';
  params?: Readonly<Record<string, string>>;
}

export function ShowToPatient({ patient, level, params = {} }: ShowToPatientProps) {
  const { i18n } = useLingui();
  const address = usePortal().href(`clinician-portal/${level}`, { patient, ...params });
  if (!address) return null;
  return (
    <ButtonLink kind="quiet" href={address}>
      {i18n._('Pokaż tak, jak widzi pacjent')}
    </ButtonLink>
  );
}
