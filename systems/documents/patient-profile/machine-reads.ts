/**
 * What systems of providers ask of the profile: the id of a patient by PESEL (FLOW-42), summed-up and single data
 * (FLOW-37). A machine asks for one of the provider's clinicians, whom it names, and sees what that clinician would see
 * in the portal: the same relations, withholdings and labels, decided by the record for the provider's facility.
 */
import type { Actor, Call } from '#core/access/actor.ts';
import { authorize } from '#core/access/authorize.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { shape, text } from '#core/http/shapes.ts';
import type { Record as FhirRecord } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { peselFault } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { aggregated, aggregatedShape, examples } from './aggregated.ts';
import { eventDetail, eventTypes } from './event.ts';
import { overview } from './overview.ts';
import type { Clinicians, OutsideSources } from './ports.ts';
import { readerOf } from './reader.ts';

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const object = (properties: object, required: readonly string[]) => ({
  ...{ type: 'object', additionalProperties: false, properties, required },
});
const practitioner = { ...id, description: 'Logical id of the Practitioner for whom the system asks' };
const asOf = { type: 'string', maxLength: 40, description: 'A day or an instant gone by: as it was known then' };
const machines = { roles: ['machine'], purpose: 'TREAT' } as const;

export interface MachineReads {
  readonly record: FhirRecord;
  readonly clinicians: Clinicians;
  readonly sources: readonly OutsideSources[];
}

export function machineOperations({ record, clinicians, sources }: MachineReads): Operation[] {
  const askedFor = (call: Call, whom: string) => onBehalf(call, whom, clinicians);
  return [
    operation({
      name: 'identify-patient',
      method: 'POST', // the number is personal: it must not stand in an address
      path: '/patient-profile/identify',
      summary: 'FLOW-42: the opaque id of a patient in care of the provider, by PESEL',
      access: machines,
      audit: 'in-record',
      ownTransactions: true,
      body: object({ pesel: { type: 'string', maxLength: 20 }, practitioner }, ['pesel', 'practitioner']),
      reply: shape({ patient: text }),
      examples: examples.identify,
      async handle({ body }, { call }) {
        const { pesel, practitioner: whom } = body as { pesel: string; practitioner: string };
        // One of an old register may break the rules; what is no number at all is told apart from nobody.
        if (!/^\d{11}$/.test(pesel)) throw new Refusal('invalid', 'bad-pesel', peselFault(pesel) ?? 'No PESEL.');
        const query = `identifier=${encodeURIComponent(`${identifierSystems.pesel}|${pesel}`)}&_count=2`;
        const { entries } = await record.search(await askedFor(call, whom), 'Patient', query);
        const [found] = entries;
        if (!found) throw nobody();
        return { patient: found.stored.id };
      },
    }),
    operation({
      name: 'read-aggregated-profile',
      method: 'POST', // for whom it is asked goes along
      path: '/patient-profile/aggregated',
      summary: 'FLOW-37: the aggregated profile of a patient for a system of the provider that treats them',
      access: machines,
      audit: 'in-record',
      ownTransactions: true,
      body: object({ patient: id, practitioner, asOf }, ['patient', 'practitioner']),
      reply: aggregatedShape,
      examples: examples.aggregated,
      async handle({ body }, { call, now }) {
        const asked = body as { patient: string; practitioner: string; asOf?: string };
        const reader = readerOf(record, await askedFor(call, asked.practitioner), now(), asked.asOf);
        return aggregated(await overview(reader, asked.patient, { sources }));
      },
    }),
    operation({
      name: 'read-aggregated-event',
      method: 'POST',
      path: '/patient-profile/aggregated/event',
      summary: 'FLOW-37: one event of a patient in full, for a system of the provider that treats them',
      access: machines,
      audit: 'in-record',
      ownTransactions: true,
      body: object({ patient: id, practitioner, type: { enum: eventTypes }, id, asOf }, [
        ...['patient', 'practitioner', 'type', 'id'],
      ]),
      reply: shape({ link: shape({ type: text, id: text }), what: text }),
      async handle({ body }, { call, now }) {
        const asked = body as { patient: string; practitioner: string; type: string; id: string; asOf?: string };
        const reader = readerOf(record, await askedFor(call, asked.practitioner), now(), asked.asOf);
        return eventDetail(reader, asked.patient, asked.type, asked.id);
      },
    }),
  ];
}

const nobody = () =>
  new Refusal('not-found', 'no-such-patient', 'No patient of this number is in care of your provider.');

/** What the profile reads: a system whose scopes leave out any of it does not get the profile. */
const read = [...new Set([...eventTypes, 'Patient', 'CareTeam', 'Organization', 'Practitioner'])];

/**
 * The call as the clinician's, at the machine's provider. The machine's own rights are asked first: its scopes and its
 * place at the compliance gate.
 * @throws Refusal `no-provider`, `scope-missing`, `compliance-restricted`, `not-your-clinician`
 */
async function onBehalf(call: Call, practitioner: string, clinicians: Clinicians): Promise<Call> {
  const { actor } = call;
  for (const type of read) for (const how of ['read', 'search-type'] as const) authorize(actor, how, type);
  if (!actor.provider)
    throw new Refusal('forbidden', 'no-provider', 'This system belongs to no provider: nobody treats by it.');
  const clinician = await clinicians.at(call, actor.provider, practitioner);
  if (!clinician) {
    const says = 'This practitioner may not practise, or not at your provider. Name the clinician who asks.';
    throw new Refusal('forbidden', 'not-your-clinician', says);
  }
  const asked: Actor = {
    ...{ role: 'physician', id: actor.id, purpose: 'TREAT', scopes: [], practitioner, facility: actor.provider },
    name: `${actor.name}: ${clinician.name}`,
    ...(clinician.facilityName ? { facilityName: clinician.facilityName } : {}),
  };
  return { ...call, actor: asked };
}
