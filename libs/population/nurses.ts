/** A nurse and a midwife for each POZ clinic: whom patients choose beside their doctor. Invented, like everybody here. */
import { codeSystems, identifierSystems } from '../polish-identifiers/systems.ts';
import { givenNames, surnameOf, surnames } from './data/names.ts';
import { concept, type Resource } from './fhir.ts';
import { seededRandom } from './random.ts';

/** Cell of part VIII, the title before the name, the last letter of the number (form: domain/poland.md 1.1). */
const professions = {
  nurse: { cell: concept(codeSystems.cellSpeciality, '0032', 'Gabinet pielęgniarki POZ'), title: 'piel.', letter: 'P' },
  midwife: { cell: concept(codeSystems.cellSpeciality, '0034', 'Gabinet położnej POZ'), title: 'poł.', letter: 'A' },
} as const;

/** The Practitioners and their roles at a clinic. */
export function nursesOf(seed: number, clinic: { readonly id: string; readonly name: string }): Resource[] {
  return (['nurse', 'midwife'] as const).flatMap((kind): Resource[] => {
    const { cell, title, letter } = professions[kind];
    const random = seededRandom(seed, `${kind} ${clinic.id}`, 0);
    const given = random.weighted(givenNames.female[1]).name;
    const family = surnameOf(random.weighted(surnames).name, 'female');
    const id = `${kind}-${clinic.id}`;
    const text = `${title} ${given} ${family}`;
    return [
      {
        ...{ resourceType: 'Practitioner', id, active: true, gender: 'female' },
        identifier: [{ system: identifierSystems.npwzNurse, value: `${random.int(1_000_000, 9_999_999)}${letter}` }],
        name: [{ use: 'official', text, family, given: [given], prefix: [title] }],
      },
      {
        ...{ resourceType: 'PractitionerRole', id: `role-${id}`, active: true },
        practitioner: { reference: `Practitioner/${id}`, display: text },
        organization: { reference: `Organization/${clinic.id}`, display: clinic.name },
        specialty: [cell],
      },
    ];
  });
}
