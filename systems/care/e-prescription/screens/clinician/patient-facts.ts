/** Whose prescription it is: the e-Profil as far as these screens show it, read from the platform. */
import type { Loading } from '#libs/ui/session/use-api.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';

export interface PatientFacts {
  readonly patient: {
    readonly id: string;
    readonly name: string;
    readonly birthDate?: string;
    readonly age?: number;
    readonly sex: 'male' | 'female' | 'other' | 'unknown';
    readonly pesel?: string;
  };
  readonly allergies: {
    readonly state: 'known' | 'stated-none' | 'no-data';
    readonly list: readonly { readonly what: string }[];
  };
  readonly medicines: readonly {
    readonly link: { readonly id: string };
    readonly what: string;
    readonly code?: string;
    readonly dose?: { readonly text?: string };
  }[];
}

export const usePatientFacts = (patient: string): Loading<PatientFacts> =>
  useGet<PatientFacts>(`/api/patient-profile/${encodeURIComponent(patient)}/overview`);
