/** search within a compartment. https://hl7.org/fhir/R4/http.html#vsearch */
import { isCompartment } from '#libs/fhir/compartments.ts';
import type { Call } from '../../access/actor.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { searchCompartmentAsOf, takeAsOf } from '../as-of.ts';
import { idForm, knownType, shown } from '../checks.ts';
import { keyOfId } from '../keys.ts';
import type { RecordContext } from '../context.ts';
import { type Asked, guarded } from '../guard.ts';
import type { SearchOptions, SearchPage } from '../record.ts';
import { membersOf, parseSearch, runSearch } from '../search/index.ts';
import { audited, parseOptions, staleAt, teller } from './search-type.ts';

export interface Compartment {
  /** The type and id of what the compartment is of. */
  readonly of: string;
  readonly id: string;
  /** The type asked for, or `*`. */
  readonly type: string;
}

/**
 * What lies in the compartment and fulfils the query. That the compartment's own resource may not be seen, or is not
 * there, makes it an empty one.
 * @throws Refusal `not-found` for what has no compartments, `invalid` for what cannot be understood, `forbidden`.
 */
export function searchCompartment(
  context: RecordContext,
  call: Call,
  { of, id, type }: Compartment,
  query: string,
  options: SearchOptions = {},
): Promise<SearchPage> {
  const one = type === '*' ? undefined : type;
  const kind = one === undefined ? 'search-system' : 'search-type';
  const asked: Asked = { action: 'E', kind, ...(one ? { type: one } : {}), query: `${of}/${id}/${type}?${query}` };
  return guarded(context, call, asked, async ({ visibility, rule }) => {
    if (one !== undefined) knownType(one);
    if (!isCompartment(of) || !idForm.test(id)) {
      const says = `There is no compartment of '${shown(`${of}/${id}`)}'. Patient, Encounter, RelatedPerson, Practitioner`;
      throw new Refusal('not-found', 'no-compartment', `${says} and Device have one.`);
    }
    const { rest, asOf = options.asOf } = takeAsOf(query);
    const contained = of === 'Patient' && asOf === undefined;
    const parsed = parseSearch(one, rest, {
      ...parseOptions(context, options, asOf ?? staleAt(context, call)),
      contained,
    });
    // What is inside of resources lies where they lie.
    const within = parsed.contained && { ...parsed.contained, within: keyOfId('Patient', id) };
    const criteria = within ? parsed.criteria : [...parsed.criteria, ...membersOf(of, id, parsed.types)];
    // A cursor belongs to the place where it was given, too.
    const place = { ...parsed, criteria, place: `${of}/${id}`, ...(within ? { contained: within } : {}) };
    const page = asOf
      ? await searchCompartmentAsOf(context, place, { of, id }, asOf, visibility)
      : await runSearch(context.database.reading(call.maxStale), place, visibility, {
          tell: teller(context, call, asked, rule),
        });
    return audited(context, call, asked, rule, page);
  });
}
