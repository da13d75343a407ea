/** The access decision as a table, and what no decision may ever do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceTypes } from '#libs/fhir/resource-types.ts';
import { Refusal } from '../refusal/refusal.ts';
import { type Actor, platformActor, type Role, roles } from './actor.ts';
import { authorize, clinicalTypes, type Interaction, interactions, sharedTypes, visibilityOf } from './index.ts';

const people: Record<Role, Actor> = {
  patient: { role: 'patient', id: 'a1', name: 'Jan Kowal', purpose: 'PATRQT', patient: 'jan', scopes: [] },
  proxy: {
    role: 'proxy',
    id: 'a4',
    name: 'Maria Kowal',
    purpose: 'PATRQT',
    patient: 'jan',
    proxy: { grant: 'g1', person: 'maria' },
    scopes: [],
  },
  physician: {
    role: 'physician',
    id: 'a2',
    name: 'lek. Anna Nowak',
    purpose: 'TREAT',
    practitioner: 'anna',
    facility: 'clinic',
    facilityName: 'Przychodnia',
    scopes: [],
  },
  pharmacist: {
    role: 'pharmacist',
    id: 'a5',
    name: 'mgr farm. Piotr Lis',
    purpose: 'TREAT',
    practitioner: 'piotr',
    facility: 'pharmacy',
    facilityName: 'Apteka',
    scopes: [],
  },
  operator: { role: 'operator', id: 'a3', name: 'Operator', purpose: 'HOPERAT', scopes: [] },
  machine: { role: 'machine', id: 'c1', name: 'HIS', purpose: 'TREAT', scopes: ['system/Observation.rs'] },
  platform: platformActor('import'),
};
const machine = (...scopes: string[]): Actor => ({ ...people.machine, scopes });

/** The rule that allowed it, or the code of the refusal. */
function decision(actor: Actor, interaction: Interaction, type?: string): string {
  try {
    return authorize(actor, interaction, type).rule;
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'forbidden') return error.code;
    throw error;
  }
}

describe('the day after recovery', () => {
  it('has staff read and write as always, and prescribe nothing', () => {
    const cooling: Actor = { ...people.physician, cooling: true };
    for (const interaction of ['create', 'update', 'patch'] as const) {
      expect(decision(cooling, interaction, 'MedicationRequest')).toBe('cooling');
      expect(decision(people.physician, interaction, 'MedicationRequest')).toBe('in-care');
      expect(decision(cooling, interaction, 'Observation')).toBe('in-care');
    }
    expect(decision(cooling, 'read', 'MedicationRequest')).toBe('in-care');
  });
});

describe('the decision table', () => {
  it.each<[Role, Interaction, string | undefined, string]>([
    ['patient', 'read', 'Observation', 'own-compartment'],
    ['patient', 'search-type', 'Condition', 'own-compartment'],
    ['patient', 'everything', 'Patient', 'own-compartment'],
    ['patient', 'read', 'Practitioner', 'shared'],
    ['patient', 'search-type', 'AuditEvent', 'own-trail'],
    ['patient', 'create', 'Observation', 'no-such-right'],
    ['patient', 'update', 'Patient', 'no-such-right'],
    ['proxy', 'read', 'Observation', 'on-behalf'],
    ['proxy', 'everything', 'Patient', 'on-behalf'],
    ['proxy', 'read', 'Practitioner', 'shared'],
    ['proxy', 'search-type', 'AuditEvent', 'no-such-right'],
    ['proxy', 'create', 'Observation', 'no-such-right'],
    ['physician', 'read', 'Patient', 'in-care'],
    ['physician', 'search-type', 'Observation', 'in-care'],
    ['physician', 'create', 'Observation', 'in-care'],
    ['physician', 'patch', 'MedicationRequest', 'in-care'],
    ['physician', 'delete', 'Observation', 'no-such-right'],
    ['physician', 'update', 'Patient', 'no-such-right'],
    ['physician', 'create', 'Practitioner', 'no-such-right'],
    ['physician', 'create', 'Consent', 'no-such-right'],
    ['physician', 'search-type', 'AuditEvent', 'no-such-right'],
    ['physician', 'transaction', undefined, 'no-data'],
    ['pharmacist', 'read', 'Medication', 'shared'],
    ['pharmacist', 'read', 'MedicationRequest', 'no-such-right'],
    ['pharmacist', 'search-type', 'MedicationDispense', 'no-such-right'],
    ['pharmacist', 'create', 'MedicationDispense', 'no-such-right'],
    ['pharmacist', 'read', 'Patient', 'no-such-right'],
    ['operator', 'read', 'Observation', 'no-such-right'],
    ['operator', 'search-system', undefined, 'no-such-right'],
    ['operator', 'everything', 'Patient', 'no-such-right'],
    ['operator', 'read', 'Organization', 'shared'],
    ['operator', 'search-type', 'AuditEvent', 'trail'],
    ['machine', 'read', 'Observation', 'scope'],
    ['machine', 'create', 'Observation', 'scope-missing'],
    ['machine', 'read', 'Organization', 'scope-missing'],
    ['machine', 'search-system', undefined, 'scope-missing'],
    ['platform', 'delete', 'Patient', 'platform'],
  ])('%s %s %s: %s', (role, interaction, type, expected) => {
    expect(decision(people[role], interaction, type)).toBe(expected);
  });

  it('refuses a patient account without a patient and a physician without a facility', () => {
    expect(decision({ ...people.patient, patient: undefined }, 'read', 'Observation')).toBe('no-patient');
    expect(decision({ ...people.physician, facility: undefined }, 'read', 'Observation')).toBe('no-facility');
    expect(decision({ ...people.pharmacist, facility: undefined }, 'read', 'Medication')).toBe('no-facility');
    expect(visibilityOf({ ...people.physician, facility: undefined })).toEqual({ kind: 'none' });
  });

  it('gives an actor of an unknown role nothing', () => {
    const stranger = { ...people.operator, role: 'auditor' as Role };
    expect(decision(stranger, 'read', 'Organization')).toBe('no-such-right');
    expect(visibilityOf(stranger)).toEqual({ kind: 'none' });
  });
});

describe('SMART scopes', () => {
  it.each<[string, Interaction, string | undefined, string]>([
    ['system/*.cruds', 'delete', 'Patient', 'scope'],
    ['system/*.rs', 'search-system', undefined, 'scope'],
    ['system/*.rs', 'create', 'Patient', 'scope-missing'],
    ['system/*.read', 'everything', 'Patient', 'scope'],
    ['system/*.write', 'read', 'Patient', 'scope-missing'],
    ['system/Patient.*', 'delete', 'Patient', 'scope'],
    ['system/Patient.s', 'read', 'Patient', 'scope-missing'],
    ['system/Patient.sr', 'read', 'Patient', 'scope-missing'],
    ['system/Patient.rs?_id=1', 'read', 'Patient', 'scope-missing'],
    ['patient/*.rs', 'read', 'Patient', 'scope-missing'],
    ['user/*.cruds', 'read', 'Patient', 'scope-missing'],
    ['system/*.', 'read', 'Patient', 'scope-missing'],
    ['System/*.rs', 'read', 'Patient', 'scope-missing'],
    ['system/*.rs\nx', 'read', 'Patient', 'scope-missing'],
  ])('%j %s %s: %s', (scope, interaction, type, expected) => {
    expect(decision(machine(scope), interaction, type)).toBe(expected);
  });

  it('lets a machine see exactly the types that it may read or search', () => {
    expect(visibilityOf(machine('system/Patient.r', 'system/Observation.s', 'system/Condition.c'))).toEqual({
      kind: 'types',
      types: ['Patient', 'Observation'],
    });
    expect(visibilityOf(machine('system/*.rs'))).toEqual({ kind: 'all' });
    expect(visibilityOf(machine())).toEqual({ kind: 'types', types: [] });
  });

  it('never gives for unknown text what no known scope gives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.constantFrom(...interactions),
        fc.constantFrom(...resourceTypes),
        (...given) => {
          const [texts, interaction, type] = given;
          const unknown = texts.filter((text) => !/^system\/(\*|[A-Za-z]+)\.(c?r?u?d?s?|read|write|\*)$/.test(text));
          const answer = decision(machine(...unknown), interaction, type);
          // What is not given by scopes at all (expunge) is refused as a right that is not there.
          expect(answer).toMatch(/^(scope-missing|no-data|no-such-right)$/);
        },
      ),
    );
  });
});

describe('what must never happen', () => {
  const anyone = fc.constantFrom(...roles.map((role) => people[role]));
  const any = [anyone, fc.constantFrom(...interactions), fc.constantFrom(...resourceTypes)] as const;
  const changes = new Set<Interaction>(['create', 'update', 'patch', 'delete']);

  it('only machines with a scope and the platform see more than one compartment or facility', () => {
    fc.assert(
      fc.property(...any, (actor, interaction, type) => {
        const answer = decision(actor, interaction, type);
        const { kind } = visibilityOf(actor);
        if (actor.role === 'patient') expect(kind).toBe('patient');
        if (actor.role === 'proxy') expect(kind).toBe('proxy');
        if (actor.role === 'physician') expect(kind).toBe('facility');
        if (actor.role === 'operator' || actor.role === 'pharmacist') expect(kind).toBe('none');
        if (actor.role === 'pharmacist' && !sharedTypes.has(type)) expect(answer).toMatch(/^(no-such-right|no-data)$/);
        if ((actor.role === 'patient' || actor.role === 'proxy') && changes.has(interaction))
          expect(answer).toBe('no-such-right');
        if (actor.role === 'operator' && !sharedTypes.has(type) && type !== 'AuditEvent') {
          // Expunge shows nothing: the operator says what has to go, and why.
          expect(answer).toMatch(interaction === 'expunge' ? /^upkeep$/ : /^(no-such-right|no-data)$/);
        }
        if (actor.role === 'physician' && changes.has(interaction) && answer === 'in-care') {
          expect(clinicalTypes.has(type) && interaction !== 'delete').toBe(true);
        }
      }),
    );
  });

  it('decides in well under 0.2 ms', () => {
    const times: number[] = [];
    for (let round = 0; round < 20_000; round++) {
      const actor = people[roles[round % roles.length] ?? 'patient'];
      const start = performance.now();
      decision(actor, interactions[round % interactions.length] ?? 'read', resourceTypes[round % resourceTypes.length]);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    expect(times[Math.floor(times.length * 0.99)]).toBeLessThan(0.2);
  });
});
