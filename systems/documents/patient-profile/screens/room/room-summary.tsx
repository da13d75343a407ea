/** The patient's level 0, shown in the room. */
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import Summary from '../patient/summary.tsx';
import { Room } from './room.tsx';

export default function RoomSummary({ params: { patient = '' } }: ScreenProps) {
  const { href } = usePortal();
  return (
    <Room patient={patient} back={href('clinician-portal/patient', { patient }) ?? ''}>
      <Summary />
    </Room>
  );
}
