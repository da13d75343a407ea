/** Results by measure, newest first: numbers in the measure's own unit; what is not understood is named. */
import type { Evidence } from '../model.ts';
import { examinations, inOwnUnit, isMeasure, type Measure, type MeasureName, measureOf, measures } from './measures.ts';
import { asList, asNumber, asObject, asText, codesIn, codingsOf, type Fhir, momentOf, referenceOf } from './reading.ts';

export interface Point {
  readonly at: number;
  /** In the measure's unit; undefined for examinations of which only the day counts. */
  readonly value?: number;
  /** Codes of an answer that is no number. */
  readonly codes: readonly string[];
  readonly reference: string;
}

const dayMs = 86_400_000;

/** @param examined procedures and reports, which show that an examination was done */
export function pointsOf(
  results: readonly Fhir[],
  examined: readonly Fhir[],
  now: number,
  odd: Evidence[],
): ReadonlyMap<MeasureName, readonly Point[]> {
  const found = new Map<MeasureName, Point[]>();
  const add = (name: MeasureName, point: Point) => {
    if (point.at > now + dayMs) {
      const what = `Data w przyszłości: ${measures[name].name.pl}`;
      odd.push({ what, on: new Date(point.at).toISOString().slice(0, 10), reference: point.reference });
      return;
    }
    const points = found.get(name) ?? [];
    points.push(point);
    found.set(name, points);
  };
  for (const result of results) for (const [name, point] of measured(result, odd)) add(name, point);
  for (const one of examined) for (const [name, point] of examinationOf(one)) add(name, point);
  for (const [name, points] of found) found.set(name, ordered(points));
  return found;
}

/** Newest first; the same value sent twice for one instant counts once. */
function ordered(points: readonly Point[]): Point[] {
  const byTime = new Map<string, Point>();
  const sorted = [...points].sort((a, b) => b.at - a.at || (a.reference < b.reference ? -1 : 1));
  for (const point of sorted) {
    const key = `${point.at} ${point.value ?? point.codes.join()}`;
    if (!byTime.has(key)) byTime.set(key, point);
  }
  return [...byTime.values()];
}

const whenOf = (resource: Fhir): number | undefined =>
  momentOf(resource.effectiveDateTime) ??
  momentOf(asObject(resource.effectivePeriod).start) ??
  momentOf(resource.effectiveInstant) ??
  momentOf(resource.performedDateTime) ??
  momentOf(asObject(resource.performedPeriod).start);

function* measured(resource: Fhir, odd: Evidence[]): Iterable<readonly [MeasureName, Point]> {
  if (resource.status === 'cancelled' || resource.status === 'registered') return;
  const at = whenOf(resource);
  const reference = referenceOf(resource);
  for (const part of [resource, ...asList(resource.component)]) {
    const names = new Set(codesIn(part.code, 'loinc').flatMap((code) => measureOf(code) ?? []));
    for (const name of names) {
      // The pair as a whole: its parts have the values.
      if (name === 'systolic' && part === resource && Array.isArray(resource.component)) continue;
      if (at === undefined) {
        odd.push({ what: `Wynik bez daty: ${measures[name].name.pl}`, reference });
        continue;
      }
      const point = valued(name, part, { at, reference }, odd);
      if (point) yield [name, point];
    }
  }
}

function valued(
  name: MeasureName,
  part: Fhir,
  { at, reference }: Pick<Point, 'at' | 'reference'>,
  odd: Evidence[],
): Point | undefined {
  const codes = codingsOf(part.valueCodeableConcept).map(({ code }) => code);
  const measure: Measure = measures[name];
  if (measure.unit === '') return { at, reference, codes };
  const quantity = asObject(part.valueQuantity);
  const value = asNumber(quantity.value);
  if (value === undefined) return undefined;
  const unit = asText(quantity.code) ?? asText(quantity.unit);
  const own = inOwnUnit(name, value, unit);
  if (own !== undefined) return { at, reference, codes, value: own };
  const on = new Date(at).toISOString().slice(0, 10);
  odd.push({ what: `Nieznana jednostka: ${measure.name.pl} ${value} ${unit ?? '(brak)'}`, on, reference });
  return undefined;
}

/** A report or procedure is an examination by its LOINC or ICD-9-PL code; numbers stand in Observations alone. */
function* examinationOf(resource: Fhir): Iterable<readonly [MeasureName, Point]> {
  if (resource.status === 'not-done' || resource.status === 'cancelled') return;
  const at = whenOf(resource);
  if (at === undefined) return;
  const names = new Set<MeasureName>();
  for (const code of codesIn(resource.code, 'loinc')) {
    const name = measureOf(code);
    if (name !== undefined && measures[name].unit === '') names.add(name);
  }
  for (const code of codesIn(resource.code, 'icd9'))
    for (const [start, name] of examinations) if (code.startsWith(start)) names.add(name);
  for (const name of names) if (isMeasure(name)) yield [name, { at, reference: referenceOf(resource), codes: [] }];
}
