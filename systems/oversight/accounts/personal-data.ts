/** What of a person's own data a password must not be made of: read from their own resource in the record. */
import type { Actor, Call } from '#core/access/actor.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';

/** Birth date, identifiers, telephone numbers of a caller; nothing when the record has nothing of them. */
export type PersonalData = (call: Call) => Promise<readonly string[]>;

interface PersonResource {
  readonly birthDate?: string;
  readonly identifier?: readonly { readonly value?: string }[];
  readonly telecom?: readonly { readonly value?: string }[];
}

const placeOf = ({ patient, practitioner }: Actor): [type: string, id: string] | undefined =>
  patient ? ['Patient', patient] : practitioner ? ['Practitioner', practitioner] : undefined;

/** Reads as the person themselves, so that nothing is seen that is not theirs, and the trail says so. */
export const personalData =
  (record: Pick<FhirRecord, 'read'>): PersonalData =>
  async (call) => {
    const place = placeOf(call.actor);
    if (!place) return [];
    try {
      const { content } = await record.read(call, ...place);
      const { birthDate, identifier = [], telecom = [] } = JSON.parse(content) as PersonResource;
      const values = [...identifier, ...telecom].flatMap(({ value }) => (value ? [value] : []));
      return birthDate ? [birthDate, ...values] : values;
    } catch (error) {
      if (error instanceof Refusal && ['not-found', 'forbidden', 'gone'].includes(error.kind)) return [];
      throw error;
    }
  };
