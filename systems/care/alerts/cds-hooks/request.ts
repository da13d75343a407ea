/**
 * A call of a CDS service, understood: whom it is about, what is being ordered, what was prefetched. Prefetched
 * resources are taken by what they are, under whatever key. https://cds-hooks.hl7.org/2.0/#calling-a-cds-service
 */
import { Refusal } from '#core/refusal/refusal.ts';
import { validate } from '#libs/fhir/validate.ts';
import type { Gathered } from '../engine/facts.ts';
import { type Searched, searchedInputs, searches } from '../engine/inputs.ts';
import { asList, asObject, asText, type Fhir } from '../engine/reading.ts';
import type { CdsService } from './services.ts';

export interface HookCall {
  readonly patient: string;
  readonly user: string;
  readonly drafts: readonly Fhir[];
  /** Of order-select: which drafts are meant; undefined: all. */
  readonly selections: readonly string[] | undefined;
  readonly prefetched: Gathered;
}

const wrong = (code: string, message: string, issues: readonly string[] = []): Refusal =>
  new Refusal('invalid', code, {
    message,
    ...(issues.length > 0
      ? { issues: issues.slice(0, 20).map((diagnostics) => ({ severity: 'error', code: 'invalid', diagnostics })) }
      : {}),
  });

const idForm = /^[A-Za-z0-9.-]{1,64}$/;
const userForm = /^(?:Practitioner|PractitionerRole|Patient|RelatedPerson)\/[A-Za-z0-9.-]{1,64}$/;

/** @throws Refusal `wrong-hook`, `wrong-context`, `wrong-orders`, `wrong-prefetch` */
export function understand(service: CdsService, body: unknown): HookCall {
  const { hook, context, prefetch } = asObject(body);
  if (hook !== service.hook) throw wrong('wrong-hook', `${service.id} is called by the hook ${service.hook}.`);
  const { patientId, userId, selections, draftOrders } = asObject(context);
  const patient = asText(patientId) ?? '';
  const user = asText(userId) ?? '';
  if (!idForm.test(patient))
    throw wrong('wrong-context', 'context.patientId is the FHIR id of a Patient, without type.');
  if (!userForm.test(user)) throw wrong('wrong-context', 'context.userId is a reference such as Practitioner/123.');
  const isOrder = service.hook !== 'patient-view';
  const drafts = isOrder ? draftsOf(draftOrders) : [];
  const selected = service.hook === 'order-select' ? selectionsOf(selections) : undefined;
  return { patient, user, drafts, selections: selected, prefetched: prefetchedOf(prefetch, patient) };
}

function selectionsOf(selections: unknown): string[] {
  const said = Array.isArray(selections) ? selections.map(asText) : [];
  const texts = said.filter((one) => one !== undefined);
  if (texts.length === 0 || texts.length < said.length)
    throw wrong('wrong-context', 'context.selections names drafts: ["MedicationRequest/1"].');
  return texts;
}

/** Orders must be valid R4: nobody can be warned about what cannot be read. @throws Refusal `wrong-orders` */
export function draftsOf(bundle: unknown): Fhir[] {
  const { resourceType, entry } = asObject(bundle);
  if (resourceType !== 'Bundle') throw wrong('wrong-context', 'context.draftOrders is a Bundle of the orders.');
  const drafts = asList(entry).map(({ resource }) => asObject(resource));
  if (drafts.length > 200) throw wrong('wrong-orders', 'At most 200 orders are looked at at once.');
  const problems = drafts.flatMap((draft, place) =>
    problemsOf(draft).map((problem) => `context.draftOrders.entry[${place}]: ${problem}`),
  );
  if (problems.length > 0) throw wrong('wrong-orders', problems[0] as string, problems);
  return drafts;
}

const problemsOf = (resource: Fhir): string[] =>
  asText(resource.resourceType) === undefined
    ? ['no FHIR resource']
    : validate(resource).flatMap(({ severity, diagnostics }) => (severity === 'error' ? [diagnostics] : []));

const inputOfType = new Map(searchedInputs.map((input) => [searches[input].type, input]));
const mostPrefetched = 5_000;

/** An input counts as answered when its key was filled, or when resources of its type came under another. */
function prefetchedOf(prefetch: unknown, patient: string): Gathered {
  const found = new Map<Searched, Fhir[]>();
  const cut = new Set<Searched>();
  let person: Fhir | undefined;
  let count = 0;
  for (const [key, value] of Object.entries(asObject(prefetch))) {
    if (value === null || value === undefined) continue;
    const { resourceType, link } = asObject(value);
    if (asText(resourceType) === undefined)
      throw wrong('wrong-prefetch', `prefetch.${key.slice(0, 60)} is neither a FHIR resource nor null.`);
    const own = searchedInputs.find((input) => input === key);
    if (own && resourceType === 'Bundle') found.set(own, found.get(own) ?? []);
    for (const resource of resourcesIn(asObject(value))) {
      count++;
      if (count > mostPrefetched) throw wrong('wrong-prefetch', `More than ${mostPrefetched} resources.`);
      if (resource.resourceType === 'Patient') person = personOf(resource, patient, person);
      const input = inputOfType.get(String(resource.resourceType));
      if (input === undefined) continue;
      demandSubject(resource, patient, key);
      found.set(input, [...(found.get(input) ?? []), resource]);
      if (asList(link).some(({ relation }) => relation === 'next')) cut.add(input);
    }
  }
  return { ...Object.fromEntries(found), ...(person ? { patient: [person] } : {}), cut: [...cut] };
}

const resourcesIn = (value: Fhir): Fhir[] =>
  value.resourceType === 'Bundle' ? asList(value.entry).map(({ resource }) => asObject(resource)) : [value];

function personOf(resource: Fhir, patient: string, other: Fhir | undefined): Fhir {
  if (resource.id !== patient || other) throw wrong('wrong-prefetch', 'The Patient that was prefetched is another.');
  const problems = problemsOf(resource);
  if (problems.length > 0) throw wrong('wrong-prefetch', `prefetch: Patient: ${problems[0]}`, problems);
  return resource;
}

/** What is about somebody else never counts for this patient. */
function demandSubject(resource: Fhir, patient: string, key: string): void {
  const reference = asText(asObject(resource.subject ?? resource.patient).reference);
  if (reference === undefined || reference === `Patient/${patient}` || reference.endsWith(`/Patient/${patient}`))
    return;
  throw wrong('wrong-prefetch', `prefetch.${key.slice(0, 60)} holds what is about another patient.`);
}
