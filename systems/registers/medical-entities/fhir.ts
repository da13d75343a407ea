/** Places of the register as FHIR R4 Organization and Location. */
import type { Address } from '#core/registers/usual-columns.ts';
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { voivodeshipOf } from '#libs/polish-identifiers/teryt.ts';
import type { Cell, Entity, Working } from './model.ts';

const addressOf = ({ street, postalCode, city, terc }: Address) => ({
  use: 'work',
  ...(street ? { line: [street] } : {}),
  ...(city ? { city } : {}),
  ...(terc && voivodeshipOf(terc) ? { state: voivodeshipOf(terc) } : {}),
  ...(postalCode ? { postalCode } : {}),
  country: 'PL',
});

export const organizationOf = ({ id, name, nip, regon, address }: Entity, active: boolean) => ({
  resourceType: 'Organization',
  identifier: [
    { system: identifierSystems.rpwdlBook, value: id },
    ...(regon ? [{ system: identifierSystems[regon.length === 14 ? 'regon14' : 'regon9'], value: regon }] : []),
    ...(nip ? [{ system: identifierSystems.nip, value: nip }] : []),
  ],
  active,
  type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: 'prov' }] }],
  name,
  address: [addressOf(address)],
});

/** https://hl7.org/fhir/R4/valueset-location-status.html */
const statuses = { works: 'active', suspended: 'suspended' } as const;

export const locationOf = (cell: Cell, answer: Working['answer']) => ({
  resourceType: 'Location',
  identifier: [{ system: identifierSystems.rpwdlCell, value: cell.id }],
  status: answer === 'works' || answer === 'suspended' ? statuses[answer] : 'inactive',
  name: cell.name,
  mode: 'instance',
  type: [
    {
      coding: [
        {
          ...{ system: codeSystems.cellSpeciality, code: cell.speciality },
          ...(cell.specialityName ? { display: cell.specialityName } : {}),
        },
      ],
    },
  ],
  address: addressOf(cell.address),
  managingOrganization: { identifier: { system: identifierSystems.rpwdlBook, value: cell.entity } },
});
