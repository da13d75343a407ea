/** What the rules and the ledger need to know of the resources of an event. Pure. */
import type { Resource } from '#core/record/record.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { contentTag } from './model.ts';

interface Identifier {
  readonly system?: string;
  readonly value?: string;
}
interface Reference {
  readonly reference?: string;
  readonly identifier?: Identifier;
  readonly display?: string;
}

/** Who took part, as the event names them. */
export interface Named {
  readonly npwz: string;
  readonly display: string | undefined;
  /** FHIRPath of the element. */
  readonly at: string;
}

export interface EventFacts {
  readonly encounter: string;
  readonly system: string;
  readonly number: string;
  readonly status: string;
  readonly start: Date;
  readonly end: Date | undefined;
  readonly facility: string | undefined;
  readonly people: readonly Named[];
  readonly pesel: string | undefined;
  /** Logical id of the Patient, when the event refers to one here. */
  readonly patient: string | undefined;
  readonly content: string | undefined;
}

const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);

/** `Encounter/1`, `Encounter/1/_history/2` → `1` when it is of that type. */
export function idIn(reference: unknown, type: string): string | undefined {
  const [, of, id] =
    /^(?:.*\/)?([A-Za-z]+)\/([A-Za-z0-9.-]+)(?:\/_history\/[^/]+)?$/.exec(String(reference ?? '')) ?? [];
  return of === type ? id : undefined;
}

/** The number under the node of a provider (domain/poland.md 1.2). */
const isEventNumber = ({ system, value }: Identifier): boolean =>
  value !== undefined && system !== undefined && system.startsWith('urn:oid:') && system.endsWith('.15.1');

/** An instant of FHIR, also one that is only a day or a year. */
const instant = (value: unknown): Date | undefined => {
  const at = typeof value === 'string' ? new Date(value) : undefined;
  return at && !Number.isNaN(at.getTime()) ? at : undefined;
};

const doctors: ReadonlySet<unknown> = new Set([
  identifierSystems.npwzDoctor,
  identifierSystems.npwzNurse,
  identifierSystems.npwzPharmacist,
]);

/** An Encounter that is valid by the profile PLMedicalEvent. */
export function eventFacts(encounter: Resource): EventFacts {
  const number = list<Identifier>(encounter.identifier).find(isEventNumber);
  const { start, end } = (encounter.period ?? {}) as { start?: unknown; end?: unknown };
  const subject = (encounter.subject ?? {}) as Reference;
  const tags = list<{ system?: string; code?: string }>((encounter.meta as { tag?: unknown } | undefined)?.tag);
  return {
    encounter: String(encounter.id),
    system: number?.system ?? '',
    number: number?.value ?? '',
    status: String(encounter.status),
    start: instant(start) ?? new Date(0),
    end: instant(end),
    facility: idIn((encounter.serviceProvider as Reference | undefined)?.reference, 'Organization'),
    people: list<{ individual?: Reference }>(encounter.participant).flatMap(({ individual }, at) =>
      individual?.identifier?.value && doctors.has(individual.identifier.system)
        ? [
            {
              npwz: individual.identifier.value,
              display: individual.display,
              at: `Encounter.participant[${at}].individual`,
            },
          ]
        : [],
    ),
    pesel: subject.identifier?.system === identifierSystems.pesel ? subject.identifier.value : undefined,
    patient: idIn(subject.reference, 'Patient'),
    content: tags.find(({ system }) => system === contentTag)?.code,
  };
}

/** The event that a Condition, Procedure … belongs to. */
export const encounterOf = (resource: Resource | undefined): string | undefined =>
  idIn((resource?.encounter as Reference | undefined)?.reference, 'Encounter');

/** The PESEL of a Patient. */
export const peselOf = (patient: Resource): string | undefined =>
  list<Identifier>(patient.identifier).find(({ system }) => system === identifierSystems.pesel)?.value;
