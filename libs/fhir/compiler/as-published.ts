/**
 * R4 as HL7 published it. The npm package that carries the definitions has changed some types for its own use, and for
 * later versions of FHIR; HL7's data elements (dataelements.json), one definition per element, are as they were.
 * https://hl7.org/fhir/R4/evidencevariable.html https://hl7.org/fhir/R4/researchstudy.html
 */
import type { ElementDefinition, StructureDefinition } from './structure-definition.ts';

/** Elements that R4 does not have, with all below them. */
const added: ReadonlySet<string> = new Set(
  [
    ...names('Meta', 'project author onBehalfOf account accounts compartment deleted'),
    ...names('Binary', 'url'),
    ...names('DeviceDefinition', 'classification bodySite'),
    ...names('HealthcareService', 'offeredIn'),
    ...names('ObservationDefinition', 'publisher'),
    ...names('ResearchStudy', 'name label studyDesign region descriptionSummary classifier associatedParty'),
    ...names('ResearchStudy', 'progressStatus whyStopped recruitment comparisonGroup outcomeMeasure result'),
    ...names('ResearchStudy.objective', 'description'),
  ].flat(),
);

/** Elements that are there, but not as R4 has them. */
const changed: ReadonlySet<string> = new Set([
  'AuditEvent.agent.who',
  'AuditEvent.source.observer',
  'Bundle.entry.response.outcome',
  'DetectedIssue.status',
  'MeasureReport.subject',
  'ResearchStudy.site',
]);

/** Elements whose own elements are of another version altogether: those of R4, in order. */
const rebuilt: { readonly [path: string]: readonly string[] } = {
  'EvidenceVariable.characteristic':
    'description definition[x] usageContext exclude participantEffective[x] timeFromStart groupMeasure'.split(' '),
};

/** Repetitions that were changed with them. */
const least: { readonly [path: string]: number } = { 'EvidenceVariable.characteristic': 1 };

const ofEveryElement = /\.(?:id|extension|modifierExtension)$/;

function names(type: string, elements: string): string[] {
  return elements.split(' ').map((name) => `${type}.${name}`);
}

/** The definition with R4's elements. `dataElement`: HL7's own definition of an element, by its path. */
export function asPublished(
  definition: StructureDefinition,
  dataElement: (path: string) => ElementDefinition,
): StructureDefinition {
  const element = definition.snapshot.element.flatMap((one) => {
    const { path } = one;
    const above = path.split('.').map((_, at, steps) => steps.slice(0, at + 1).join('.'));
    if (above.some((step) => added.has(step))) return [];
    const outer = above.slice(0, -1).find((step) => Object.hasOwn(rebuilt, step));
    if (outer !== undefined) return ofEveryElement.test(path) && path.startsWith(`${outer}.`) ? inner(one, outer) : [];
    if (Object.hasOwn(least, path)) return [{ ...one, min: least[path] as number }];
    return [changed.has(path) ? dataElement(path) : one];
  });
  return { ...definition, snapshot: { element } };

  /** What every element has comes first: the last of it brings the rest. */
  function inner(one: ElementDefinition, outer: string): ElementDefinition[] {
    if (one.path.split('.').length > outer.split('.').length + 1) return [];
    if (!one.path.endsWith('.modifierExtension')) return [one];
    return [one, ...(rebuilt[outer] ?? []).map((name) => dataElement(`${outer}.${name}`))];
  }
}
