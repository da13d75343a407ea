/**
 * Who may do what, as lines of text: a golden file of them makes every change of rights a diff that a reviewer can read.
 * Operations of systems first, then FHIR interactions on one type of each kind.
 */
import type { Operation } from '../http/operation.ts';
import { Refusal } from '../refusal/refusal.ts';
import { type Actor, roles, type Role } from './actor.ts';
import { auditType, authorize, type Interaction, interactions } from './index.ts';

/** One type for each kind that a rule tells apart. */
const kindsOfTypes = {
  person: 'Patient',
  clinical: 'Observation',
  'not clinical': 'Coverage',
  shared: 'Practitioner',
  closed: 'Binary',
  trail: auditType,
} as const;

const facts = { patient: 'p', practitioner: 'd', facility: 'f', scopes: ['system/*.cruds'] };
const actorOf = (role: Role): Actor => ({ role, id: role, name: role, purpose: 'TREAT', ...facts });

/** The lines, with a heading. A machine is one with `system/*.cruds`; with less it may do less. */
export function accessMatrixRows(
  systems: readonly { readonly name: string; readonly operations: readonly Operation[] }[],
): string[] {
  const line = (what: string, cells: readonly string[], more = '') =>
    `${what.padEnd(48)} ${cells.map((cell) => cell.padEnd(16)).join(' ')} ${more}`.trimEnd();
  const ofSystems = systems.flatMap(({ name, operations }) =>
    operations.map((operation) => {
      const { access, audit } = operation;
      const cells = roles.map((role) => (access === 'anyone' || access.roles.includes(role) ? 'yes' : '·'));
      const purpose = access === 'anyone' ? 'anyone' : access.purpose;
      return line(`${name} ${operation.name}`, cells, `${purpose} ${typeof audit === 'string' ? audit : audit.action}`);
    }),
  );
  const ofRecord = interactions.flatMap((interaction) =>
    Object.entries(kindsOfTypes).map(([kind, type]) =>
      line(
        `fhir ${interaction} ${type} (${kind})`,
        roles.map((role) => ruleFor(role, interaction, type)),
      ),
    ),
  );
  return [line('', roles), ...ofSystems.sort(), ...ofRecord];
}

function ruleFor(role: Role, interaction: Interaction, type: string): string {
  try {
    return authorize(actorOf(role), interaction, type).rule;
  } catch (error) {
    if (error instanceof Refusal) return '·';
    throw error;
  }
}
