/** The patient's level 1, shown in the room. */
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import MyProblem from '../patient/my-problem.tsx';
import { Room } from './room.tsx';

export default function RoomProblem(props: ScreenProps) {
  const { href } = usePortal();
  const { patient = '', id = '' } = props.params;
  const back = href('clinician-portal/problem', { patient, id }) ?? href('clinician-portal/patient', { patient });
  return (
    <Room patient={patient} back={back ?? ''}>
      <MyProblem {...props} />
    </Room>
  );
}
