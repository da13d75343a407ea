/**
 * The facilities of the twelve cities: a POZ clinic (more in a large population), a specialist centre, a hospital and a
 * pharmacy, with cells, doctors and their roles. Every number is valid by its check digit and belongs to nobody known;
 * every name says "przykład".
 */
import { makeNip } from '../polish-identifiers/nip.ts';
import { makeNpwz } from '../polish-identifiers/npwz.ts';
import { makeRegon } from '../polish-identifiers/regon.ts';
import { makeRpwdlBook, makeRpwdlCell } from '../polish-identifiers/rpwdl.ts';
import { codeSystems, identifierSystems, providerNode, providerSystems } from '../polish-identifiers/systems.ts';
import { voivodeshipOf } from '../polish-identifiers/teryt.ts';
import { givenNames, surnameOf, surnames } from './data/names.ts';
import { type City, cities, streets } from './data/places.ts';
import { type Cell, type ClinicKey, clinics, type WardKey, wards } from './data/specialities.ts';
import { concept, hl7, type Resource } from './fhir.ts';
import { nursesOf } from './nurses.ts';
import { type Random, seededRandom } from './random.ts';

export interface Doctor {
  readonly id: string;
  /** "lek. Jan Nowak" */
  readonly name: string;
}

export interface Facility {
  readonly id: string;
  readonly name: string;
  /** Number systems of the documents it issues. */
  readonly systems: ReturnType<typeof providerSystems>;
  readonly doctors: readonly Doctor[];
}

export interface Pharmacy {
  readonly id: string;
  readonly name: string;
  readonly pharmacist: Doctor;
}

export interface Place {
  readonly city: City;
  /** POZ clinics; patients are spread over them. */
  readonly family: readonly Facility[];
  readonly centre: Facility;
  readonly hospital: Facility;
  readonly pharmacy: Pharmacy;
}

export interface Providers {
  readonly places: readonly Place[];
  readonly resources: readonly Resource[];
}

/** Doctors in a POZ clinic. */
const familyDoctors = 3;
const clinicKeys = Object.keys(clinics).filter((key) => key !== 'family') as Exclude<ClinicKey, 'family'>[];
const wardKeys = Object.keys(wards) as WardKey[];
/** Names that the demonstration relies on: [city, facility, doctor] → name. */
const fixedNames: Readonly<Record<string, readonly [given: string, family: string, sex: 'female' | 'male']>> = {
  '0 family0 0': ['Jan', 'Nowak', 'male'],
  [`0 centre ${clinicKeys.indexOf('cardiology')}`]: ['Maria', 'Lis', 'female'],
  '1 family0 0': ['Ewa', 'Mazur', 'female'],
};

export const clinicDoctor = (place: Place, clinic: Exclude<ClinicKey, 'family'>): Doctor =>
  place.centre.doctors[clinicKeys.indexOf(clinic)] as Doctor;
export const wardDoctor = (place: Place, ward: WardKey): Doctor =>
  place.hospital.doctors[wardKeys.indexOf(ward)] as Doctor;

/** All providers for a population of that size. Up to 36,000 people they do not depend on it. */
export function providers(seed: number, patients: number): Providers {
  const resources: Resource[] = [];
  const clinicsPerCity = Math.max(1, Math.ceil(patients / (cities.length * 3000)));
  const places = cities.map((city, number): Place => {
    const make = (kind: string, name: string, cells: readonly Cell[], type: string): Facility =>
      facility({ seed, number, city, kind, name, cells, type, resources });
    const family = Array.from({ length: clinicsPerCity }, (_, index) =>
      make(
        `family${index}`,
        `Przychodnia „${streets[(index * 7 + number) % streets.length]}” ${city.at} (przykład)`,
        Array.from({ length: familyDoctors }, () => clinics.family),
        'prov',
      ),
    );
    for (const clinic of family) resources.push(...nursesOf(seed, clinic));
    return {
      city,
      family,
      centre: make(
        'centre',
        `Centrum Specjalistyczne ${city.at} (przykład)`,
        clinicKeys.map((key) => clinics[key]),
        'prov',
      ),
      hospital: make(
        'hospital',
        `Szpital Miejski ${city.at} (przykład)`,
        wardKeys.map((key) => wards[key]),
        'prov',
      ),
      pharmacy: withPharmacist(
        make('pharmacy', `Apteka „Pod Lwem” ${city.at} (przykład)`, [], 'other'),
        { seed, number },
        resources,
      ),
    };
  });
  return { places, resources };
}

interface Plan {
  seed: number;
  number: number;
  city: City;
  kind: string;
  name: string;
  cells: readonly Cell[];
  type: string;
  resources: Resource[];
}

function facility({ seed, number, city, kind, name, cells, type, resources }: Plan): Facility {
  const random = seededRandom(seed, kind, number);
  const id = `org-${seed}-${number}-${kind}`;
  const serial = random.int(1, 89_999_999);
  const book = makeRpwdlBook(900_000_000 + serial);
  const node = providerNode(900_000 + (serial % 99_999));
  resources.push({
    resourceType: 'Organization',
    id,
    identifier: [
      { system: identifierSystems.regon9, value: makeRegon(serial) },
      { system: identifierSystems.nip, value: makeNip(900_000_000 + serial) },
      ...(type === 'prov' ? [{ system: identifierSystems.rpwdlBook, value: book }] : []),
      // The node from which its document numbers descend, as FHIR names an OID that is an identifier.
      { system: 'urn:ietf:rfc:3986', value: `urn:oid:${node}` },
    ],
    active: true,
    type: [hl7('organization-type', type)],
    name,
    telecom: [{ system: 'phone', value: phone(city, random), use: 'work' }],
    address: [address(city, random, 'work')],
  });
  const seen = new Map<Cell, string>();
  const doctors = cells.map((cell, index): Doctor => {
    let location = seen.get(cell);
    if (!location) {
      location = `loc-${seed}-${number}-${kind}-${index}`;
      seen.set(cell, location);
      resources.push(cellLocation(location, makeRpwdlCell(book, index + 1), cell, id, name));
    }
    const doctor = practitioner(
      `dr-${seed}-${number}-${kind}-${index}`,
      `${number} ${kind} ${index}`,
      random,
      resources,
    );
    resources.push(role(`role-${seed}-${number}-${kind}-${index}`, doctor, cell, { id, name, location }));
    return doctor;
  });
  return { id, name, systems: providerSystems(node), doctors };
}

const cellLocation = (
  id: string,
  number: string,
  cell: Cell,
  organization: string,
  facilityName: string,
): Resource => ({
  resourceType: 'Location',
  id,
  identifier: [{ system: identifierSystems.rpwdlCell, value: number }],
  status: 'active',
  name: `${cell.name}, ${facilityName}`,
  mode: 'instance',
  type: [concept(codeSystems.cellSpeciality, cell.code, cell.name)],
  managingOrganization: { reference: `Organization/${organization}` },
});

function practitioner(id: string, place: string, random: Random, resources: Resource[]): Doctor {
  const fixed = fixedNames[place];
  const sex = fixed?.[2] ?? (random.chance(0.6) ? 'female' : 'male');
  const given = fixed?.[0] ?? random.weighted(givenNames[sex][1]).name;
  const family = surnameOf(fixed?.[1] ?? random.weighted(surnames).name, sex);
  resources.push({
    resourceType: 'Practitioner',
    id,
    identifier: [{ system: identifierSystems.npwzDoctor, value: makeNpwz(random.int(100_000, 999_999)) }],
    active: true,
    name: [{ use: 'official', text: `lek. ${given} ${family}`, family, given: [given], prefix: ['lek.'] }],
    gender: sex,
  });
  return { id, name: `lek. ${given} ${family}` };
}

/** A pharmacist for each pharmacy. Their numbers have eight digits and no check digit (domain/poland.md 1.1). */
function withPharmacist(
  { id, name }: Facility,
  { seed, number }: Pick<Plan, 'seed' | 'number'>,
  resources: Resource[],
): Pharmacy {
  const random = seededRandom(seed, 'pharmacist', number);
  const sex = number === 0 || random.chance(0.8) ? 'female' : 'male';
  const given = number === 0 ? 'Barbara' : random.weighted(givenNames[sex][1]).name;
  const family = surnameOf(number === 0 ? 'Sowa' : random.weighted(surnames).name, sex);
  const text = `mgr farm. ${given} ${family}`;
  const pharmacist = { id: `ph-${seed}-${number}`, name: text };
  resources.push({
    resourceType: 'Practitioner',
    id: pharmacist.id,
    identifier: [{ system: identifierSystems.npwzPharmacist, value: String(random.int(10_000_000, 99_999_999)) }],
    active: true,
    name: [{ use: 'official', text, family, given: [given], prefix: ['mgr farm.'] }],
    gender: sex,
  });
  resources.push({
    resourceType: 'PractitionerRole',
    id: `role-ph-${seed}-${number}`,
    active: true,
    practitioner: { reference: `Practitioner/${pharmacist.id}`, display: text },
    organization: { reference: `Organization/${id}`, display: name },
    code: [concept(codeSystems.profession, '4', 'Farmaceuta')],
  });
  return { id, name, pharmacist };
}

const doctorProfession = concept(codeSystems.profession, '11', 'Lekarz');

const role = (
  id: string,
  doctor: Doctor,
  cell: Cell,
  at: { id: string; name: string; location: string },
): Resource => ({
  resourceType: 'PractitionerRole',
  id,
  active: true,
  practitioner: { reference: `Practitioner/${doctor.id}`, display: doctor.name },
  organization: { reference: `Organization/${at.id}`, display: at.name },
  code: [doctorProfession],
  specialty: [
    { coding: [{ system: codeSystems.cellSpeciality, code: cell.code, display: cell.name }], text: cell.doctor },
  ],
  location: [{ reference: `Location/${at.location}` }],
});

/** A telephone number from the ranges of the city; digits behind are drawn. */
export const phone = (city: City, random: Random): string =>
  `+48 ${city.areaCode} 5${random.int(10, 99)} ${random.int(10, 99)} ${random.int(10, 99)}`;

const part = (name: string): string => `http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-${name}`;

/** An address in a city: street and house as ISO 21090 parts, the place's SIMC as P1's documents write it. */
export function address(city: City, random: Random, use: 'home' | 'work' = 'home'): Record<string, unknown> {
  const [street, house, flat] = [random.pick(streets), String(random.int(1, 120)), random.int(0, 60)];
  return {
    use,
    line: [`ul. ${street} ${house}${flat ? `/${flat}` : ''}`],
    _line: [
      {
        extension: [
          { url: part('streetName'), valueString: `ul. ${street}` },
          { url: part('houseNumber'), valueString: house },
          ...(flat ? [{ url: part('unitID'), valueString: String(flat) }] : []),
          // R4 lets a part of an address stand at its line only (the extension's context).
          { url: part('censusTract'), valueString: `TERYT SIMC: ${city.simc}` },
        ],
      },
    ],
    city: city.name,
    state: voivodeshipOf(city.terc),
    postalCode: `${city.postal}-${random.int(100, 950)}`,
    country: 'PL',
  };
}
