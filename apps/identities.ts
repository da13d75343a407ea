/** Who people are, as the state says: the national node and the registers, and in the demonstration their simulators. */
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database, Tx } from '#core/db/database.ts';
import type { System } from '#core/http/operation.ts';
import type { FhirRecord } from '#core/record/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { type NationalNode, nationalNode, simulatedNode } from '#systems/exchange/national-node/index.ts';
import type { AccountsNeed } from '#systems/oversight/accounts/index.ts';
import { type Licence, type MedicalWorkers, medicalWorkers } from '#systems/registers/medical-workers/index.ts';
import { patientIndex } from '#systems/registers/patient-index/index.ts';
import type { WorkersPort } from '#systems/care/medical-events/index.ts';
import { demonstrationPeople, firstCitizens, medicalWorkersOf } from '#libs/population/index.ts';
import {
  type PopulationRegister,
  populationRegister,
  type RegisteredPerson,
} from '#systems/registers/population-register/index.ts';
import type { Settings } from './settings.ts';

export interface Identities {
  readonly node: NationalNode | undefined;
  readonly population: PopulationRegister;
  readonly workers: MedicalWorkers;
  /** What accounts are given of them. */
  readonly forAccounts: Pick<AccountsNeed, 'national' | 'entitlement'>;
  /** What medical events are given: who a number belongs to (CWPM), and what they are called (PESEL). */
  readonly forEvents: WorkersPort;
  readonly systems: readonly System[];
}

interface Needs {
  readonly settings: Settings;
  readonly database: Database;
  readonly runtime: Runtime;
  readonly record: FhirRecord;
  readonly audit: AuditTrail;
}

/** Patients whom the simulator of the node offers: the fixed ones and some without an account. */
const offeredPatients = 6;

/** Whom the simulator plays: people of the population register; its page offers those of the demonstration. */
function simulatedPeople(population: PopulationRegister, patients: number) {
  const staff = new Set(demonstrationPeople().map(({ practitionerId }) => practitionerId));
  const known = () => [
    ...firstCitizens(Math.min(patients, offeredPatients)),
    ...medicalWorkersOf(patients).filter(({ practitioner }) => staff.has(practitioner)),
  ];
  return {
    offered: async () => (patients === 0 ? [] : known()).map(shown),
    of: async (pesel: string) => {
      const person = await population.person(pesel);
      return person && shown(person);
    },
  };
}

const shown = ({ pesel, givenName, familyName, birthDate }: RegisteredPerson) => ({
  ...{ pesel, givenName, familyName, birthDate },
});

/** A licence with the name of its person, where the register of people knows them. */
async function workerOf(database: Tx, licence: Licence | undefined) {
  if (!licence) return undefined;
  const person = await populationRegister({ database }).person(licence.pesel);
  const { npwz, status, ends } = licence;
  return { npwz, status, ends, ...(person ? { givenName: person.givenName, familyName: person.familyName } : {}) };
}

export function identities({ settings, database, runtime, record, audit }: Needs): Identities {
  const { baseUrl, home, profile, nodeFolder: folder } = settings;
  const population = populationRegister({ database });
  const workers = medicalWorkers({ database, runtime, audit });
  const index = patientIndex(record);
  const needs = { database, runtime, baseUrl };
  const simulated = () => simulatedNode({ ...needs, home, people: simulatedPeople(population, settings.demoPatients) });
  const node = folder ? nationalNode({ ...needs, folder }) : profile === 'demo' ? simulated() : undefined;
  const registers = {
    person: (pesel: string) => population.person(pesel),
    patientOf: (pesel: string) => index.patientOf(pesel),
    practitionerOf: (pesel: string) => workers.practitionerOf(pesel),
  };
  return {
    ...{ node, population, workers },
    forAccounts: { entitlement: workers.entitlement, ...(node ? { national: { node, registers } } : {}) },
    forEvents: {
      ofNumber: async (tx, npwz) => workerOf(tx, await workers.licence(tx, { npwz })),
      ofPractitioner: async (tx, practitioner) => workerOf(tx, await workers.licence(tx, { practitioner })),
    },
    systems: [population, workers, ...(node ? [node] : [])],
  };
}
