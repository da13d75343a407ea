/** Keeps what is put by on this device in step, from whatever page of the portal. Shows nothing. */
import { useQuery } from '@tanstack/react-query';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useKeeping, usePrescriptions } from './use-prescriptions.ts';

export default function Keeper() {
  const { wallet } = usePortal();
  const on = useQuery({ queryKey: ['wallet-is-on'], queryFn: () => wallet?.isOn() ?? false, enabled: !!wallet });
  return on.data ? <Keeping /> : null;
}

function Keeping() {
  useKeeping(usePrescriptions());
  return null;
}
