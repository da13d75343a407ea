/** The patient's history, shown in the room. */
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import History from '../patient/history.tsx';
import { Room } from './room.tsx';

export default function RoomHistory(props: ScreenProps) {
  const { href } = usePortal();
  const { patient = '' } = props.params;
  return (
    <Room patient={patient} back={href('clinician-portal/patient', { patient, widok: 'tabela' }) ?? ''}>
      <History {...props} />
    </Room>
  );
}
