/** The same people and facilities as the state's registers know them. */
import { makePesel } from '../polish-identifiers/pesel.ts';
import { identifierSystems } from '../polish-identifiers/systems.ts';
import { isoDate } from './calendar.ts';
import type { Resource } from './fhir.ts';
import type { Person } from './person.ts';
import type { Place, Providers } from './providers.ts';

export interface Citizen {
  readonly pesel: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly died?: string;
}

export interface Worker extends Citizen {
  readonly npwz: string;
  /** Id of the Practitioner. */
  readonly practitioner: string;
  readonly specialities: readonly string[];
  readonly profession: 'lekarz' | 'farmaceuta' | 'pielęgniarka' | 'położna';
}

export const citizenOf = ({ pesel, given, family, birth, death }: Person): Citizen => ({
  ...{ pesel, givenName: given.join(' '), familyName: family, birthDate: isoDate(birth) },
  ...(death === undefined ? {} : { died: isoDate(death) }),
});

interface PractitionerLike extends Resource {
  readonly name: readonly { readonly given: readonly string[]; readonly family: string }[];
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly gender: 'female' | 'male';
}
function professionOf(system: string, number: string): Worker['profession'] {
  if (system === identifierSystems.npwzPharmacist) return 'farmaceuta';
  if (system !== identifierSystems.npwzNurse) return 'lekarz';
  return number.endsWith('P') ? 'pielęgniarka' : 'położna';
}

interface RoleLike extends Resource {
  readonly practitioner: { readonly reference: string };
  readonly specialty?: readonly { readonly text: string }[];
}

/**
 * Doctors, then pharmacists, then nurses and midwives, with a right to practise. Their PESEL is made from their place
 * in the list; nothing else knows it.
 */
export function workersOf({ resources }: Providers): Worker[] {
  const of = <Kind extends Resource>(type: string) => resources.filter((one) => one.resourceType === type) as Kind[];
  const roles = of<RoleLike>('PractitionerRole');
  const people = of<PractitionerLike>('Practitioner');
  const by = (system: string) => people.filter(({ identifier }) => identifier[0]?.system === system);
  const inOrder = [
    ...by(identifierSystems.npwzDoctor),
    ...by(identifierSystems.npwzPharmacist),
    ...by(identifierSystems.npwzNurse),
  ];
  return inOrder.map((one, index): Worker => {
    const { id, name, identifier, gender } = one;
    const birthDate = `19${60 + (index % 30)}-${String((index % 12) + 1).padStart(2, '0')}-15`;
    const role = roles.find(({ practitioner }) => practitioner.reference === `Practitioner/${id}`);
    return {
      pesel: makePesel(birthDate, gender, 4000 + (index % 1000)),
      ...{ givenName: name[0]?.given.join(' ') ?? '', familyName: name[0]?.family ?? '', birthDate },
      ...{ npwz: identifier[0]?.value ?? '', practitioner: id },
      specialities: identifier[0]?.value.length === 7 ? (role?.specialty ?? []).map(({ text }) => text) : [],
      profession: professionOf(identifier[0]?.system ?? '', identifier[0]?.value ?? ''),
    };
  });
}

export interface RegisteredCell {
  /** Number of the cell: book and part VII. */
  readonly number: string;
  /** Id of the Location. */
  readonly location: string;
  readonly name: string;
  /** Part VIII: `1100`. */
  readonly speciality: string;
}

export interface RegisteredFacility {
  /** Id of the Organization. */
  readonly organization: string;
  readonly name: string;
  readonly nip: string;
  readonly regon: string;
  /** Of what performs medical activity; pharmacies have none. */
  readonly book: string | undefined;
  readonly street: string;
  readonly postalCode: string;
  readonly city: Place['city'];
  readonly cells: readonly RegisteredCell[];
}

interface OrganizationLike extends Resource {
  readonly name: string;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly address: readonly { readonly line: readonly string[]; readonly postalCode: string }[];
}
interface LocationLike extends Resource {
  readonly name: string;
  readonly identifier: readonly { readonly value: string }[];
  readonly type: readonly { readonly coding: readonly { readonly code: string; readonly display: string }[] }[];
  readonly managingOrganization: { readonly reference: string };
}

/** Every Organization of the population with its numbers, address and cells. */
export function facilitiesOf({ places, resources }: Providers): RegisteredFacility[] {
  const of = <Kind extends Resource>(type: string) => resources.filter((one) => one.resourceType === type) as Kind[];
  const locations = of<LocationLike>('Location');
  const cityOf = (id: string) =>
    places.find(({ family, centre, hospital, pharmacy }) =>
      [...family, centre, hospital, pharmacy].some((facility) => facility.id === id),
    )?.city as Place['city'];
  return of<OrganizationLike>('Organization').map(({ id, name, identifier, address: [at] }) => {
    const number = (system: string) => identifier.find((one) => one.system === system)?.value;
    return {
      ...{ organization: id, name, city: cityOf(id), book: number(identifierSystems.rpwdlBook) },
      ...{ nip: number(identifierSystems.nip) ?? '', regon: number(identifierSystems.regon9) ?? '' },
      ...{ street: at?.line[0] ?? '', postalCode: at?.postalCode ?? '' },
      cells: locations
        .filter(({ managingOrganization }) => managingOrganization.reference === `Organization/${id}`)
        .map((location) => ({
          ...{ number: location.identifier[0]?.value ?? '', location: location.id },
          name: location.type[0]?.coding[0]?.display ?? '',
          speciality: location.type[0]?.coding[0]?.code ?? '',
        })),
    };
  });
}
