/** The patient's level 2 or 3, shown in the room. */
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import MyEvent from '../patient/my-event.tsx';
import { Room } from './room.tsx';

export default function RoomEvent(props: ScreenProps) {
  const { href } = usePortal();
  const { patient = '', type = '', id = '' } = props.params;
  return (
    <Room patient={patient} back={href('clinician-portal/event', { patient, type, id }) ?? ''}>
      <MyEvent {...props} />
    </Room>
  );
}
