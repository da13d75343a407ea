/** A desk of alerts over a database of its own with the demonstration's people: tests ask its operations by name. */
import type { Actor, Call } from '#core/access/actor.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import type { OperationInput } from '#core/http/operation.ts';
import { fillPopulation } from '#core/import/fill.ts';
import { createRecord, type FhirRecord } from '#core/record/index.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { demonstrationPeople } from '#libs/population/index.ts';
import { alerts } from './index.ts';
import type { AlertsNeeds, Safety } from './ports.ts';

const people = demonstrationPeople();

/** @throws Error for a login that the demonstration does not have */
export function account(login: string) {
  const found = people.find((one) => one.login === login);
  if (!found) throw new Error(`the demonstration has no ${login}`);
  return found;
}

export function callOf(login: string): Call {
  const { role, name, patientId, practitionerId, facilityId, facilityName } = account(login);
  const ids = { patient: patientId, practitioner: practitionerId, facility: facilityId, facilityName };
  const actor: Actor = { role, id: login, name, purpose: 'TREAT', scopes: [], ...ids };
  return { actor, source: 'local', trace: 'test' };
}

/** Answers are looked into by hand. */
// biome-ignore lint/suspicious/noExplicitAny: a test names what it expects of an answer.
// oxlint-disable-next-line typescript/no-explicit-any
export type Ask = (login: string, name: string, input?: object) => Promise<any>;

export interface AlertsDesk {
  readonly database: TestDatabase;
  readonly record: FhirRecord;
  readonly ask: Ask;
  /** Writes what was counted. */
  flush(): Promise<void>;
  /** The instant of every operation from now on. */
  at(instant: string): void;
  /** What medication safety says from now on. */
  safety: Safety['warnings'];
  /** The prescriptions that pharmacies have in hand. */
  readonly inHand: Set<string>;
}

/** @param more what a test gives instead of the usual needs */
export async function openDesk(more: Partial<AlertsNeeds> = {}): Promise<AlertsDesk> {
  const database = await createTestDatabase();
  const audit = createAuditTrail({ database, runtime: systemRuntime, queryKey: Buffer.alloc(32, 1) });
  const record = createRecord({ database, audit, runtime: systemRuntime });
  await fillPopulation(record, { patients: 3 });
  await database.query('analyze');
  let [now, ids] = [new Date('2026-11-23T10:00:00Z'), 0];
  const inHand = new Set<string>();
  const runtime = { ...systemRuntime, now: () => now };
  const desk = { database, record, inHand, safety: (async () => []) as Safety['warnings'] };
  const system = alerts({
    ...{ record, database, runtime, baseUrl: 'http://localhost:8080' },
    safety: { warnings: (tx, about) => opened.safety(tx, about) },
    dispensing: {
      async demandInHand({ actor }, _tx, id) {
        if (!inHand.has(id) || actor.role !== 'pharmacist') throw new Refusal('forbidden', 'not-in-hand', 'Not here.');
      },
    },
    specialityOf: async () => '0713',
    ...more,
  });
  const ask: Ask = async (login, name, input = {}) => {
    const operation = system.operations.find((one) => one.name === name);
    if (!operation) throw new Error(`no operation ${name}`);
    const call = callOf(login);
    const http = { reply: { type: () => undefined } };
    const context = { ...{ actor: call.actor, call, tx: database, now: () => now }, about: () => undefined };
    const whole = { params: {}, query: {}, body: undefined, http, ...input } as unknown as OperationInput;
    return operation.handle(whole, { ...context, newId: () => `decision-${++ids}` });
  };
  const opened: AlertsDesk = Object.assign(desk, {
    ask,
    // Background work writes what it holds when it ends.
    flush: async () => (await system.start?.())?.(),
    at(instant: string) {
      now = new Date(instant);
    },
  });
  return opened;
}
