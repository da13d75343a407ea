/** Facts that the rules need, from the record and the registers. What is asked here stands in the trail. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { polishDay } from '#core/registers/days.ts';
import type { Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { isPesel } from '#libs/polish-identifiers/pesel.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type Named, system } from './model.ts';
import type { ReferralNeeds } from './needs.ts';
import { numberSystemOf } from './numbers.ts';
import { refuse } from './refusals.ts';

/** For whom and by whom, as a request says it. */
export interface Whom {
  readonly patient?: string;
  readonly pesel?: string;
  readonly practitioner?: string;
}

export interface PatientFacts {
  readonly id: string;
  readonly name: string;
  readonly died?: string;
}

interface HumanName {
  readonly use?: string;
  readonly text?: string;
  readonly family?: string;
  readonly given?: readonly string[];
}

/** The name of a person as people write it. */
export function nameOf({ name }: Resource): string {
  const names = Array.isArray(name) ? (name as HumanName[]) : [];
  const { text, given = [], family = '' } = names.find(({ use }) => use === 'official') ?? names[0] ?? {};
  return text ?? [...given, family].join(' ').trim();
}

export type Gatherer = ReturnType<typeof gatherer>;

/** How long what a facility is called is believed. */
const believedFor = 10 * 60_000;
const mostFacilities = 10_000;

export function gatherer({ record, runtime, patientByPesel, entitlement }: ReferralNeeds) {
  const facilities = new Map<string, { readonly facts: Facility; readonly until: number }>();
  const read = async (call: Call, type: string, id: string): Promise<Resource> =>
    JSON.parse((await record.read(call, type, id)).content) as Resource;
  const orNothing = (error: unknown): undefined => {
    if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
    throw error;
  };
  return {
    /**
     * The patient: by id where the caller may see them, by PESEL whoever it is (who refers and knows the number need
     * not have them in care). @throws Refusal `no-patient`
     */
    async patient(call: Call, { patient, pesel }: Whom): Promise<PatientFacts> {
      const known = pesel === undefined ? undefined : await patientByPesel(call, pesel);
      // One of an old register may break the rules and be known all the same.
      if (pesel !== undefined && known === undefined && !isPesel(pesel)) throw refuse('bad-pesel');
      const id = patient ?? known?.id;
      if (id === undefined || (patient !== undefined && known !== undefined && known.id !== patient))
        throw refuse('no-patient');
      const asking = patient === undefined || call.actor.role === 'platform' ? decidedBy(call, system) : call;
      const found = await read(asking, 'Patient', id).catch(orNothing);
      if (!found) throw refuse('no-patient');
      const { deceasedDateTime, deceasedBoolean } = found;
      const died =
        typeof deceasedDateTime === 'string' ? deceasedDateTime.slice(0, 10) : deceasedBoolean ? '' : undefined;
      return { id, name: nameOf(found), ...(died === undefined ? {} : { died }) };
    },
    /** Who refers. @throws Refusal `no-practitioner`, `not-entitled` */
    async issuer(call: Call, asked: Whom): Promise<{ person: Named; profession: string }> {
      const { role, practitioner, name } = call.actor;
      const id = role === 'machine' ? asked.practitioner : practitioner;
      if (id === undefined) throw refuse('no-practitioner');
      const entitled = await entitlement(id);
      if (!entitled.entitled) throw refuse('not-entitled');
      const person =
        role === 'machine' ? await read(decidedBy(call, system), 'Practitioner', id).catch(orNothing) : undefined;
      return { person: { id, name: person ? nameOf(person) : name }, profession: entitled.profession };
    },
    /** A facility by name, and how it numbers its referrals. */
    async facility(call: Call, id: string): Promise<Facility> {
      const now = runtime.now().getTime();
      const remembered = facilities.get(id);
      if (remembered && remembered.until > now) return remembered.facts;
      const found = await read(decidedBy(call, system), 'Organization', id).catch(orNothing);
      const said = id === call.actor.facility ? call.actor.facilityName : undefined;
      const facts = {
        ...{ id, name: typeof found?.name === 'string' ? found.name : (said ?? id), known: found !== undefined },
        ...{ numberSystem: numberSystemOf(found), branch: branchOf(found) },
      };
      if (facilities.size >= mostFacilities) facilities.delete(facilities.keys().next().value as string);
      facilities.set(id, { facts, until: now + believedFor });
      return facts;
    },
    /** The branch of the NFZ that insures the patient. @throws Refusal `no-branch` */
    async branch(call: Call, patient: string): Promise<string> {
      const query = `patient=${patient}&status=active&_sort=-_lastUpdated&_count=20`;
      const { entries } = await record.search(decidedBy(call, system), 'Coverage', query);
      for (const { stored } of entries) {
        const { payor } = JSON.parse(stored.content) as { payor?: { identifier?: Identifier }[] };
        const branch = payor
          ?.map(({ identifier }) => identifier)
          .find((one) => one?.system === identifierSystems.payer)?.value;
        if (branch && isBranch(branch)) return branch;
      }
      throw refuse('no-branch');
    },
    today: () => polishDay(runtime.now()),
  };
}

export interface Facility extends Named {
  readonly numberSystem: string;
  /** It is a branch of the NFZ itself. */
  readonly branch: string | undefined;
  readonly known: boolean;
}

interface Identifier {
  readonly system?: string;
  readonly value?: string;
}

const isBranch = (value: string): boolean => /^(0[1-9]|1[0-6])$/.test(value);

function branchOf(organization: Resource | undefined): string | undefined {
  const identifiers = (organization?.identifier ?? []) as Identifier[];
  const value = identifiers.find(({ system: one }) => one === identifierSystems.payer)?.value;
  return value !== undefined && isBranch(value) ? value : undefined;
}
