/**
 * The demonstration's choices: everybody alive is on the list of the doctor whom the record names, children by a
 * parent; a few have submitted a new choice that waits. Written by the platform; done once, and again without harm.
 */
import { type Call, platformActor } from '#core/access/actor.ts';
import { keyOfId } from '#core/record/keys.ts';
import type { Resource } from '#core/record/record.ts';
import { ageOn } from '#core/registers/days.ts';
import type { Declarations } from './declarations.ts';
import { toResource } from './fhir.ts';
import { type Declaration, type Named, system } from './model.ts';
import type { DeclarationNeeds } from './needs.ts';
import { policyOn } from './policy.ts';

const perBundle = 100;
const waitingOnes = 3;
const dayMs = 86_400_000;

interface PatientLike extends Resource {
  readonly id: string;
  readonly birthDate?: string;
  readonly deceasedDateTime?: string;
  readonly name?: { given?: string[]; family?: string }[];
  readonly generalPractitioner?: { reference?: string; display?: string }[];
}

const call: Call = { actor: platformActor(`${system}/demonstration`), source: 'local', trace: system };

const named = ({ generalPractitioner = [] }: PatientLike, type: string): Named | undefined => {
  const found = generalPractitioner.find(({ reference = '' }) => reference.startsWith(`${type}/`));
  const id = found?.reference?.slice(type.length + 1);
  return id === undefined ? undefined : { id, ...(found?.display ? { name: found.display } : {}) };
};

/** How many declarations were written. */
export async function fillDeclarations(desk: Declarations, { record, runtime }: DeclarationNeeds): Promise<number> {
  const { today } = desk.gather.day();
  const now = runtime.now();
  let written = 0;
  let query: string | undefined = `active=true&_count=${perBundle}&_sort=_id`;
  let wishes = 0;
  while (query !== undefined) {
    const page = await record.search(call, 'Patient', query);
    const resources: Resource[] = [];
    for (const { stored } of page.entries) {
      const patient = JSON.parse(stored.content) as PatientLike;
      const [person, facility] = [named(patient, 'Practitioner'), named(patient, 'Organization')];
      const isGone = patient.deceasedDateTime !== undefined || !person || !facility;
      if (isGone || (await desk.store.ofPatient(keyOfId('Patient', patient.id))).length > 0) continue;
      const place: Place = { patient, person, facility, now };
      resources.push(accepted(place, today));
      const wish =
        wishes < waitingOnes && ageOn(patient.birthDate ?? today, today) >= 18 ? await wishOf(desk, place) : undefined;
      if (!wish) continue;
      wishes++;
      resources.push(wish);
    }
    written += resources.length;
    if (resources.length > 0) await record.bundle(call, bundleOf(resources));
    query = page.entries.length > 0 ? page.next : undefined;
  }
  return written;
}

interface Place {
  readonly patient: PatientLike;
  readonly person: Named;
  readonly facility: Named;
  readonly now: Date;
}

const bundleOf = (resources: readonly Resource[]): Resource => ({
  ...{ resourceType: 'Bundle', type: 'transaction' },
  entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } })),
});

const nameOf = ({ name }: PatientLike): string => [...(name?.[0]?.given ?? []), name?.[0]?.family].join(' ');

/** Chosen some two years ago, spread over the year by the id. */
function accepted({ patient, person, facility, now }: Place, today: string): Resource {
  const days = 500 + (Number.parseInt(patient.id.replaceAll(/\D/g, ''), 10) % 365);
  const at = new Date(now.getTime() - days * dayMs).toISOString();
  const isChild = ageOn(patient.birthDate ?? today, today) < policyOn(today).ofAge;
  const declaration: Omit<Declaration, 'id' | 'version'> = {
    ...{ patient: patient.id, patientName: nameOf(patient), kind: 'doctor', state: 'accepted', facility, person },
    ...{ submittedAt: at, acceptedAt: at, answerBy: at, number: 1, by: isChild ? 'parent' : 'patient' },
    last: { name: 'accept', at },
  };
  return toResource(declaration);
}

/** A nurse of one's own clinic, asked for yesterday. */
async function wishOf(desk: Declarations, { patient, facility, now }: Place): Promise<Resource | undefined> {
  const [nurse] = await desk.peopleAt(call, facility.id, 'nurse');
  if (!nurse) return undefined;
  const at = new Date(now.getTime() - dayMs);
  const { id, name } = nurse;
  return toResource({
    ...{ patient: patient.id, patientName: nameOf(patient), kind: 'nurse', state: 'submitted', facility },
    ...{ person: { id, ...(name ? { name } : {}) }, submittedAt: at.toISOString(), number: 1, by: 'patient' },
    answerBy: new Date(at.getTime() + 7 * dayMs).toISOString(),
    last: { name: 'submit', at: at.toISOString() },
  });
}
