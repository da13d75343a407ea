/**
 * A few open referrals for the people of the demonstration, issued and moved on through the system itself, so that
 * lists, codes and the queue of the NFZ are not empty. Synthetic people only.
 */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { accept } from './accepting.ts';
import { prefill } from './prefill.ts';
import type { Asked, Referrals } from './referrals.ts';
import { decide } from './spa.ts';

export interface DemonstrationDoctor {
  readonly practitionerId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly facilityName: string;
}

/** What each of a doctor's first patients is referred for. */
const plans: readonly (readonly Pick<Asked, 'kind' | 'urgency' | 'procedures' | 'purpose'>[])[] = [
  [
    { kind: 'clinic', urgency: 'UR', purpose: 'Narastająca duszność przy wysiłku. Proszę o ocenę.' },
    {
      kind: 'diagnostics',
      procedures: [
        { code: 'C55', name: 'Morfologia krwi' },
        { code: 'L55', name: 'HbA1c' },
      ],
    },
  ],
  [
    { kind: 'clinic', purpose: 'Kontrola raz w roku.' },
    // Not of the first: she is known to her own practice alone.
    { kind: 'rehabilitation', purpose: 'Ból kręgosłupa lędźwiowego od trzech miesięcy.' },
  ],
  [{ kind: 'diagnostics', procedures: [{ code: '89.522', name: 'EKG' }] }],
];

/** For patients about whom the record knows no diagnosis. */
const fallback = { code: 'Z00.0', name: 'Ogólne badanie lekarskie' };

interface Needs {
  readonly record: FhirRecord;
  readonly desk: Referrals;
  readonly now: Date;
}

/** Returns how many were issued. */
export async function fillReferrals(needs: Needs, doctors: readonly DemonstrationDoctor[]): Promise<number> {
  let issued = 0;
  for (const [at, doctor] of doctors.entries()) {
    const { record } = needs;
    const call = asDoctor(doctor);
    const query = `organization=Organization/${doctor.facilityId}&_sort=_id&_count=${plans.length}`;
    const { entries } = await record.search(call, 'Patient', query);
    for (const [place, { stored }] of entries.entries()) {
      for (const plan of plans[place] ?? []) {
        const { draft } = await prefill(record, call, { patient: stored.id, kind: plan.kind });
        const diagnoses = draft.diagnoses.length > 0 ? draft.diagnoses : [fallback];
        const asked = { ...draft, diagnoses, ...plan, patient: stored.id };
        const { id } = await needs.desk.issue(call, asked, doctor.facilityId);
        issued++;
        // The other practice has taken the rehabilitation.
        const other = doctors[(at + 1) % doctors.length];
        if (plan.kind === 'rehabilitation' && other && other !== doctor) await takenBy(needs, other, id);
      }
    }
    const [first] = entries;
    if (at === 0 && first) issued += await toSpa(needs, call, first.stored.id, doctor.facilityId);
  }
  return issued;
}

const asDoctor = ({ practitionerId, name, facilityId, facilityName }: DemonstrationDoctor): Call => {
  const who = { practitioner: practitionerId, facility: facilityId, facilityName };
  const actor: Actor = { role: 'physician', id: 'platform/demonstration', name, purpose: 'TREAT', scopes: [], ...who };
  return { actor, source: 'local', trace: 'demonstration' };
};

async function takenBy({ desk }: Needs, doctor: DemonstrationDoctor, id: string): Promise<void> {
  const call = asDoctor(doctor);
  await accept(desk, call, await desk.open(call, id), { facility: doctor.facilityId });
}

const spa = {
  ...{ spaKind: 'LU', spaMode: 'TS', interview: 'Choroba zwyrodnieniowa bioder.', bloodPressure: '130/80' },
  ...{ heartRate: 72, weight: 78, height: 168, justification: ['PSR', 'LPB'], esr: '12 mm/h' },
  ...{ bloodCount: 'w normie', urine: 'w normie', contraindications: 'brak', correspondence: 'E' },
} as const;

/** One waits in the queue of the NFZ. */
async function toSpa({ desk, now }: Needs, call: Call, patient: string, facility: string): Promise<number> {
  const asked: Asked = { kind: 'spa', patient, diagnoses: [{ code: 'M16.1', name: 'Choroba bioder' }], details: spa };
  const { id } = await desk.issue(call, asked, facility);
  for (const decision of ['verify', 'confirm'] as const)
    await decide(desk, call, await desk.open(call, id), { decision, now });
  return 1;
}
