/** The patient's prescriptions, read once and shared by the screens; kept on the device when the person wants it. */
import { useEffect } from 'react';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import { type Loading, useGet } from '#libs/ui/session/use-api.tsx';
import type { MyPrescription, Page } from '../../model.ts';
import { isOpen } from './packages.ts';

/** What the wallet has of somebody: section `prescriptions/<patient>`. */
export interface KeptPrescriptions {
  readonly name: string;
  readonly prescriptions: readonly MyPrescription[];
}

export const sectionPrefix = 'prescriptions/';

/** All of them, newest first; older ones by the cursor of the page before. */
export function usePrescriptions(cursor?: string): Loading<Page<MyPrescription>> {
  const query = new URLSearchParams({ status: 'all', ...(cursor ? { cursor } : {}) });
  // What was issued a moment ago is there at once.
  return useGet<Page<MyPrescription>>(`/api/e-prescription/mine?${query}`, { fresh: true });
}

/** Puts by what was read, each time it is read: what may be collected, and what is taken. */
export function useKeeping({ data: read, dataUpdatedAt }: Loading<Page<MyPrescription>>): void {
  const { wallet, now } = usePortal();
  const { login, patient, name, actingFor } = useSession();
  useEffect(() => {
    if (!read || !patient || !wallet || dataUpdatedAt === 0) return;
    const prescriptions = read.items.filter((one) => isOpen(one) || one.lastDispensed);
    const value: KeptPrescriptions = { name: actingFor?.name ?? name, prescriptions };
    wallet.keep(login, sectionPrefix + patient, { savedAt: now().toISOString(), value }).catch(() => undefined);
  }, [read, dataUpdatedAt, wallet, now, login, patient, name, actingFor]);
}
