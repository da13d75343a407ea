/** What a row of the narrative says about an entry, besides its name and date. Pure. */
import { numberText } from '#libs/fhir/json.ts';
import type { Coding, Fhir, Language } from './model.ts';
import { codingsOf, list, wordsOf } from './reading.ts';
import { codeWords } from './words.ts';

interface Quantity {
  value?: number | { rawJSON: string };
  comparator?: string;
  unit?: string;
  code?: string;
}

const quantity = ({ value, comparator = '', unit, code }: Quantity): string | undefined =>
  value === undefined ? undefined : `${comparator}${numberText(value)} ${unit ?? code ?? ''}`.trim();

/** value[x] as it was recorded; undefined where there is none. */
function valueOf(resource: { readonly [element: string]: unknown }): string | undefined {
  const { valueQuantity, valueCodeableConcept, valueString, valueRange, valueRatio } = resource as {
    readonly [element: string]: never;
  };
  if (valueQuantity) return quantity(valueQuantity);
  if (valueCodeableConcept) return wordsOf(valueCodeableConcept);
  if (valueString !== undefined) return valueString;
  const { low, high } = (valueRange ?? {}) as { low?: Quantity; high?: Quantity };
  if (valueRange) return [low, high].flatMap((one) => (one && quantity(one)) ?? []).join('–');
  const { numerator, denominator } = (valueRatio ?? {}) as { numerator?: Quantity; denominator?: Quantity };
  if (valueRatio) return [numerator, denominator].flatMap((one) => (one && quantity(one)) ?? []).join(' / ');
  for (const kind of ['valueDateTime', 'valueTime', 'valueInteger', 'valueBoolean']) {
    if (resource[kind] !== undefined) return String(resource[kind]);
  }
  return wordsOf(resource.dataAbsentReason);
}

const statusOf = (concept: unknown): string | undefined => codingsOf(concept)[0]?.code;

type Say = (code: string | undefined) => string | undefined;

function measured(resource: Fhir, say: Say): (string | undefined)[] {
  const { status } = resource as { status?: string };
  const parts = list<{ code?: unknown }>(resource.component).map((part) => {
    const value = valueOf(part as { readonly [element: string]: unknown });
    return value && `${wordsOf(part.code) ?? ''}: ${value}`;
  });
  const flags = list(resource.interpretation).map((one) => {
    const [coding] = codingsOf(one) as readonly (Coding | undefined)[];
    return coding?.code === 'N' ? undefined : (coding?.code ?? wordsOf(one));
  });
  return [valueOf(resource), ...parts, ...flags, status === 'final' ? undefined : say(status)];
}

interface Dosage {
  text?: string;
}

function prescribed(resource: Fhir, say: Say): (string | undefined)[] {
  const { status, doNotPerform } = resource as { status?: string; doNotPerform?: boolean };
  const doses = [...list<Dosage>(resource.dosageInstruction), ...list<Dosage>(resource.dosage)];
  return [...doses.map(({ text }) => text), say(status), doNotPerform ? 'doNotPerform' : undefined];
}

function allergy(resource: Fhir, say: Say): (string | undefined)[] {
  const reactions = list<{ manifestation?: unknown; severity?: string }>(resource.reaction);
  return [
    ...list<string>(resource.category).map(say),
    say(resource.criticality as string | undefined),
    ...reactions.flatMap(({ manifestation, severity }) => [...list(manifestation).map(wordsOf), say(severity)]),
    say(statusOf(resource.clinicalStatus)),
    say(statusOf(resource.verificationStatus)),
  ];
}

/** Parts, in order; empty ones fall away. */
function partsOf(resource: Fhir, say: Say): (string | undefined)[] {
  const { status } = resource as { status?: string };
  switch (resource.resourceType) {
    case 'AllergyIntolerance':
      return allergy(resource, say);
    case 'Condition': {
      const { abatementDateTime } = resource as { abatementDateTime?: string };
      const states = [resource.clinicalStatus, resource.verificationStatus].map((one) => say(statusOf(one)));
      return [...states, abatementDateTime && `→ ${abatementDateTime}`, ...list(resource.bodySite).map(wordsOf)];
    }
    case 'MedicationRequest':
    case 'MedicationStatement':
      return prescribed(resource, say);
    case 'Observation':
      return measured(resource, say);
    case 'Immunization': {
      const doses = list<{ doseNumberPositiveInt?: number; doseNumberString?: string }>(resource.protocolApplied);
      const numbers = doses.map(
        ({ doseNumberPositiveInt, doseNumberString }) => doseNumberPositiveInt ?? doseNumberString,
      );
      const reason = wordsOf(resource.statusReason);
      return [
        ...numbers.map((one) => (one === undefined ? undefined : `nr ${one}`)),
        status === 'completed' ? undefined : say(status),
        reason,
      ];
    }
    case 'DiagnosticReport':
      return [resource.conclusion as string | undefined, status === 'final' ? undefined : say(status)];
    case 'Coverage':
      return [...list<{ display?: string }>(resource.payor).map(({ display }) => display), say(status)];
    default:
      return [status === 'completed' ? undefined : say(status), resource.description as string | undefined];
  }
}

/** Everything in one cell: `5 mg, tabletki; czynne`. */
export function detailsOf(resource: Fhir, language: Language): string {
  const say: Say = (code) => (code === undefined ? undefined : codeWords(code, language));
  return partsOf(resource, say)
    .filter((part): part is string => part !== undefined && part !== '')
    .join('; ');
}
