/** What decisions need to know of people and places, read from the record on behalf of the system's own rule. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { delegationOf } from '#core/access/proxies.ts';
import type { Resource } from '#core/record/record.ts';
import { polishDay } from '#core/registers/days.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { type Named, type Submitter, system } from './model.ts';
import type { DeclarationNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import type { Chooser, Day } from './rules.ts';

export interface PatientRead {
  readonly id: string;
  readonly name: string;
  readonly birth: string | undefined;
  readonly female: boolean;
  readonly dead: boolean;
  readonly pesel: string | undefined;
  readonly address: string | undefined;
  readonly phone: string | undefined;
  readonly version: number;
  readonly resource: Resource;
}

interface PatientLike extends Resource {
  readonly name?: { use?: string; text?: string; given?: string[]; family?: string }[];
  readonly birthDate?: string;
  readonly gender?: string;
  readonly deceasedBoolean?: boolean;
  readonly deceasedDateTime?: string;
  readonly identifier?: { system?: string; value?: string }[];
  readonly address?: { line?: string[]; postalCode?: string; city?: string }[];
  readonly telecom?: { system?: string; value?: string }[];
}

export function patientOf(content: string, id: string, version: number): PatientRead {
  const resource = JSON.parse(content) as PatientLike;
  const { name, birthDate, gender, identifier, address, telecom, deceasedBoolean, deceasedDateTime } = resource;
  const { given = [], family = '' } = name?.find(({ use }) => use === 'official') ?? name?.[0] ?? {};
  const home = address?.[0];
  return {
    ...{ id, version, resource, name: [...given, family].join(' ').trim(), birth: birthDate },
    ...{ female: gender === 'female', dead: deceasedBoolean === true || deceasedDateTime !== undefined },
    pesel: identifier?.find(({ system: one }) => one === identifierSystems.pesel)?.value,
    address: home && [...(home.line ?? []), [home.postalCode, home.city].filter(Boolean).join(' ')].join(', '),
    phone: telecom?.find(({ system: one }) => one === 'phone')?.value,
  };
}

/** Undefined for what is not there. */
const missing = (error: unknown): undefined => {
  if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
  throw error;
};

export type Gatherer = ReturnType<typeof gatherer>;

export function gatherer({ database, record, runtime, entitlement }: DeclarationNeeds) {
  const own = (call: Call) => decidedBy(call, system);
  return {
    day: (): Day => ({ today: polishDay(runtime.now()), of: polishDay }),
    /** @throws Refusal `no-patient` */
    async patient(call: Call, id: string): Promise<PatientRead> {
      const found = await record.read(own(call), 'Patient', id).catch(missing);
      if (!found) throw refuse('no-patient');
      return patientOf(found.content, id, found.version);
    },
    /** How whoever acts stands to the patient for whom they act. */
    async submitter({ actor }: Call): Promise<Submitter | 'trusted'> {
      if (actor.role !== 'proxy') return 'patient';
      const { proxy, patient = '' } = actor;
      return (await delegationOf(database, proxy?.person ?? '', patient))?.kind ?? 'trusted';
    },
    chooser: ({ birth, female, dead }: PatientRead, by: Chooser['by']): Chooser => ({ birth, female, dead, by }),
    /** @throws Refusal `no-such-facility` */
    async facility(call: Call, id: string): Promise<Named> {
      const found = await record.read(own(call), 'Organization', id).catch(missing);
      if (!found) throw refuse('no-such-facility');
      return { id, name: String((JSON.parse(found.content) as { name?: string }).name ?? '') };
    },
    /** What the register says of somebody, and whether they work at a facility, with their name as it is known there. */
    async person(call: Call, id: string, facility: string) {
      const [entitled, { entries }] = await Promise.all([
        entitlement(id),
        record.search(
          own(call),
          'PractitionerRole',
          `practitioner=${id}&organization=${facility}&active=true&_count=1`,
        ),
      ]);
      const role = entries[0] && (JSON.parse(entries[0].stored.content) as { practitioner?: { display?: string } });
      const name = role?.practitioner?.display;
      return {
        named: { id, ...(name ? { name } : {}) } satisfies Named,
        profession: entitled.entitled ? entitled.profession : undefined,
        specialities: entitled.entitled ? entitled.specialities : [],
        worksThere: role !== undefined,
      };
    },
  };
}
