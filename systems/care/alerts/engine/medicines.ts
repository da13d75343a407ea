/** What a patient takes, was prescribed and did not collect, and is about to be prescribed: by ATC codes. Pure. */
import type { Evidence } from '../model.ts';
import { asNumber, asObject, asText, codesIn, type Fhir, idIn, momentOf, referenceOf, wordsOf } from './reading.ts';
import { asList } from './reading.ts';

export interface Medicine {
  readonly atc: string;
  readonly name: string;
  readonly at?: number;
  readonly reference: string;
  /** Prescribed and not ended, or collected while its supply lasts. */
  readonly isTaken: boolean;
  /** Written and not yet signed. */
  readonly isDraft: boolean;
  /** Undefined when nobody could be asked whether a pharmacy gave it out. */
  readonly isCollected: boolean | undefined;
  /** Its supply ends within 30 days: the same again is a renewal. */
  readonly endsSoon: boolean;
}

interface Needs {
  readonly prescriptions: readonly Fhir[];
  readonly dispenses: readonly Fhir[];
  readonly dispensesKnown: boolean;
  readonly drafts: readonly Fhir[];
  readonly now: number;
  readonly odd: Evidence[];
}

const dayMs = 86_400_000;
const usualSupply = 30;
/** A prescription counts for its supply and this long after it, days (as in the e-Profil). */
const grace = 30;
const ended = ['cancelled', 'stopped', 'entered-in-error', 'draft', 'on-hold', 'unknown'];

export function medicinesOf(needs: Needs): Medicine[] {
  const { prescriptions, dispenses, drafts, dispensesKnown } = needs;
  const collected = new Set<string>();
  for (const one of dispenses) {
    if (one.status !== 'completed' && one.status !== 'in-progress') continue;
    for (const to of asList(one.authorizingPrescription)) collected.add(idIn(to, 'MedicationRequest') ?? '');
  }
  const isCollected = (one: Fhir) => (dispensesKnown ? collected.has(asText(one.id) ?? '') : undefined);
  const known = prescriptions.flatMap((one) =>
    medicineOf(one, { ...needs, isDraft: false, collected: isCollected(one) }),
  );
  const asked = drafts
    .filter(({ resourceType }) => resourceType === 'MedicationRequest')
    .flatMap((one) => medicineOf(one, { ...needs, isDraft: true, collected: false }));
  const draftOf = new Set(asked.map(({ reference }) => reference));
  return [...known.filter(({ reference }) => !draftOf.has(reference)), ...asked].sort(
    (a, b) => (b.at ?? 0) - (a.at ?? 0) || (a.reference < b.reference ? -1 : 1),
  );
}

interface Around {
  readonly now: number;
  readonly odd: Evidence[];
  readonly isDraft: boolean;
  readonly collected: boolean | undefined;
}

function medicineOf(resource: Fhir, { now, odd, isDraft, collected }: Around): Medicine[] {
  const status = asText(resource.status) ?? '';
  const name = wordsOf(resource.medicationCodeableConcept);
  const reference = referenceOf(resource);
  const at = momentOf(resource.authoredOn);
  if (!isDraft && at !== undefined && at > now + dayMs) {
    odd.push({ what: `Recepta z datą w przyszłości: ${name}`, on: asText(resource.authoredOn) ?? '', reference });
    return [];
  }
  const codes = codesIn(resource.medicationCodeableConcept, 'atc').map((code) => code.toUpperCase());
  const supply = asNumber(asObject(asObject(resource.dispenseRequest).expectedSupplyDuration).value) ?? usualSupply;
  const ends = at === undefined ? undefined : at + supply * dayMs;
  const isOver = ended.includes(status) || (ends === undefined ? status !== 'active' : now > ends + grace * dayMs);
  if (codes.length === 0) {
    if (isDraft || !isOver) odd.push({ what: `Lek bez kodu ATC, nie sprawdzono: ${name}`, reference });
    return [];
  }
  return codes.map((atc) => ({
    ...{ atc, name, reference, isDraft, isCollected: collected },
    ...(at === undefined ? {} : { at }),
    isTaken: !isDraft && !isOver,
    endsSoon: ends !== undefined && ends - now <= grace * dayMs,
  }));
}
