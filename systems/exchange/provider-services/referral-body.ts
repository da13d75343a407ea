/** What a referral's document says, as the operation that issues referrals takes it. Pure. */
import type { ReferralDocument, ReferralKind } from '#libs/cda/model.ts';
import { oids } from '#libs/cda/codes.ts';
import { NotDone } from './outcome.ts';

/** General referrals are told apart by their class and by what is asked for. */
const kinds: Readonly<Record<Exclude<ReferralKind, 'general'>, string>> = {
  spa: 'spa',
  'care-home': 'care-home',
  'long-term-nursing': 'long-term-nursing',
  psychiatric: 'psychiatric-hospital',
  'occupational-disease': 'occupational-disease',
  rehabilitation: 'rehabilitation',
};

function kindOf({ referralKind, documentClass, procedures }: ReferralDocument): string {
  if (referralKind !== 'general') return kinds[referralKind];
  if (documentClass === '02.11') return 'clinic';
  return procedures.length > 0 ? 'diagnostics' : 'hospital';
}

/** @throws NotDone when the patient has no PESEL. */
export function referralBody(document: ReferralDocument): object {
  const { patient, target, diagnoses, procedures, notes, spa } = document;
  if (patient.id.root !== oids.pesel)
    throw new NotDone('bez-pesel', 'Skierowanie przyjmujemy dla osoby z numerem PESEL.');
  const barthel = /\d+/.exec(notes.barthel ?? '')?.[0];
  const contact = patient.phone ?? patient.email;
  const result = (code: string) => spa?.results.find(({ procedure }) => procedure.code === code)?.result ?? 'wykonano';
  const details = {
    ...(patient.birthplace && { birthplace: patient.birthplace.city }),
    ...(barthel && { barthel: Number(barthel) }),
    ...(notes.currentTreatment && { treatment: notes.currentTreatment }),
    ...(contact && { contact }),
    ...(notes.contraindications && spa && { contraindications: notes.contraindications }),
    ...(notes.medicalHistory && spa && { interview: notes.medicalHistory }),
    ...(spa && {
      ...{ spaKind: spa.treatment, spaMode: spa.mode, correspondence: spa.correspondence },
      justification: spa.justifications,
      bloodPressure: `${spa.examination.systolic}/${spa.examination.diastolic}`,
      ...{ heartRate: Number(spa.examination.pulse), height: Number(spa.examination.height) },
      weight: Number(spa.examination.weight),
      ...{ urine: result('A01'), bloodCount: result('C55'), esr: result('C59') },
    }),
  };
  return {
    ...{ kind: kindOf(document), pesel: patient.id.extension, urgency: document.urgent ? 'UR' : 'R' },
    ...(/^\d{4}$/.test(target.code) && { speciality: { code: target.code, name: target.name } }),
    diagnoses: diagnoses.map(({ code, name }) => ({ code, name })),
    ...{ procedures, details },
    ...(notes.reason && { purpose: notes.reason }),
  };
}
