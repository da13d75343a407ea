/** Whose prescription it is: the e-Profil as far as these screens show it, read from the platform. */
import type { Loading } from '#libs/ui/session/use-api.tsx';
import { type RecordFacts, recordFactsAddress } from '#libs/ui/identity-band/record-band.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';

export interface PatientFacts extends RecordFacts {
  readonly medicines: readonly {
    readonly link: { readonly id: string };
    readonly what: string;
    readonly code?: string;
    readonly dose?: { readonly text?: string };
  }[];
}

export const usePatientFacts = (patient: string): Loading<PatientFacts> =>
  useGet<PatientFacts>(recordFactsAddress(patient));
