/**
 * Where the profile's data come from, with how much there is and up to when. What a source has is counted from the
 * outline, which the overview reads anyway; a source that did not answer is said to be so, and never looks empty.
 */
import type { OutlineRow } from '#core/record/record.ts';
import type { OutsideSource, SourceState } from './model.ts';

interface Kind {
  readonly id: string;
  readonly name: string;
  readonly types: readonly string[];
}

/** In the order in which they are shown. Names are official ones; screens have words for ids. */
const kinds: readonly Kind[] = [
  { id: 'prescriptions', name: 'SGR', types: ['MedicationRequest', 'MedicationDispense', 'MedicationStatement'] },
  { id: 'events', name: 'SGZ', types: ['Encounter', 'Condition', 'Procedure', 'Immunization', 'AllergyIntolerance'] },
  { id: 'results', name: 'SGZ', types: ['Observation', 'DiagnosticReport', 'ImagingStudy'] },
  { id: 'referrals', name: 'SGS', types: ['ServiceRequest'] },
  { id: 'documents', name: 'EDM', types: ['DocumentReference', 'Composition'] },
  { id: 'declarations', name: 'SGP', types: ['EpisodeOfCare'] },
  { id: 'nfz', name: 'NFZ', types: ['ExplanationOfBenefit', 'Claim'] },
];

/** Which types of entries come from a source; none for one that this profile does not know. */
export const typesOfSource = (id: string): readonly string[] => kinds.find((one) => one.id === id)?.types ?? [];

/** Types that the sources count and the life line does not draw. */
export const countedTypes: readonly string[] = ['ServiceRequest', 'EpisodeOfCare', 'ExplanationOfBenefit', 'Claim'];

/** A day in the future says nothing of how fresh a source is. */
const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

export interface SourceFacts {
  readonly outline: readonly OutlineRow[];
  /** Ids of sources whose questions were refused just now, or of which more was there than was read. */
  readonly broken: ReadonlyMap<string, 'partial' | 'down'>;
  readonly outside: readonly OutsideSource[];
  /** The day of the last home measurement; undefined when there is none. */
  readonly home: { readonly last?: string };
  readonly now: Date;
}

export function sourceStates({ outline, broken, outside, home, now }: SourceFacts): SourceState[] {
  const today = now.getTime() / 1000;
  const counts = new Map<string, { count: number; last: number }>();
  for (const { type, starts } of outline) {
    let seen = counts.get(type);
    if (!seen) counts.set(type, (seen = { count: 0, last: Number.NEGATIVE_INFINITY }));
    seen.count++;
    if (starts <= today && starts > seen.last) seen.last = starts;
  }
  const states = kinds.map(({ id, name, types }): SourceState => {
    const of = types.flatMap((type) => counts.get(type) ?? []);
    const count = of.reduce((sum, one) => sum + one.count, 0);
    const last = Math.max(...of.map((one) => one.last), Number.NEGATIVE_INFINITY);
    const said = outside.find((one) => one.source === id);
    const own = count > 0 ? 'ok' : 'none';
    return {
      ...{ id, name, state: broken.get(id) ?? (said ? stateOf(said, own) : own), count },
      ...(Number.isFinite(last) ? { last: isoDay(last) } : {}),
      ...(said?.downSince ? { since: said.downSince } : {}),
    };
  });
  const measured: SourceState = {
    ...{ id: 'home', name: 'DOM', state: broken.get('home') ?? (home.last ? 'ok' : 'none') },
    ...(home.last ? { last: home.last.slice(0, 10) } : {}),
  };
  return [...states, measured];
}

/** What has never been asked is not empty. */
function stateOf({ state, partial }: OutsideSource, own: 'ok' | 'none'): SourceState['state'] {
  if (state === 'down') return 'down';
  if (state === 'not-connected' || state === 'never' || state === 'asking') return own === 'ok' ? 'partial' : 'unasked';
  return partial ? 'partial' : own;
}

/** Of every type that lies in the record and that neither the life line nor a source shows: how many. Nothing is dropped in silence. */
export function notShown(outline: readonly OutlineRow[], drawn: ReadonlySet<string>): { [type: string]: number } {
  const counts: { [type: string]: number } = {};
  for (const { type } of outline) if (!drawn.has(type)) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
