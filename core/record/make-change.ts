/**
 * From a resource as a client sent it to the change that will be written: id, version, meta, compartment, search
 * values.
 */
import { stringify } from '#libs/fhir/json.ts';
import { type Label, labelsOf, withLabels } from '../access/labels.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Care, careLost, careOf, namesCare } from './care.ts';
import { homeOf, homePatient, isOwner } from './compartment.ts';
import { unknown } from './guard.ts';
import { fits } from './imported-ids.ts';
import { isServerId, keyOfId, newIdIn, newKey, ownerId } from './keys.ts';
import type { Resource, Written } from './record.ts';
import type { Catalogue } from './search-parameters/catalogue.ts';
import type { Place } from './store.ts';
import type { Current, UnitChange } from './write/unit.ts';

type Identified = Resource & { id: string };

/** The id of a new resource; it tells the compartment. */
export function assignId(resource: Resource, runtime: Runtime): string {
  const patient = homePatient(resource);
  return patient === undefined ? ownerId(newKey(runtime)) : newIdIn(keyOfId('Patient', patient), runtime);
}

/**
 * The resource as it is stored: the server's id, version and time first, then what the client sent, untouched.
 * https://hl7.org/fhir/R4/resource.html#Meta: versionId, lastUpdated and security labels are the server's, whatever the
 * client says.
 */
function asStored(resource: Resource, id: string, version: number, at: Date, labels: readonly Label[]): Identified {
  const { resourceType, id: _id, meta, ...elements } = resource;
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...kept } = meta ?? {};
  return {
    resourceType,
    id,
    meta: { versionId: String(version), lastUpdated: at.toISOString(), ...withLabels(kept, labels) },
    ...elements,
  };
}

/** A create, with an id of the server's. */
export function creation(resource: Resource, id: string, at: Date, catalogue: Catalogue): UnitChange {
  return change({ sent: resource, id, version: 1, place: undefined }, { at, catalogue });
}

export interface Replacing {
  readonly at: Date;
  /** What the resource is to be found by. */
  readonly catalogue: Catalogue;
  readonly importing?: boolean;
}

/**
 * An update in place, a create with the id that the client chose, or a rebirth after a deletion (versions go on
 * counting). Undefined when the new content is the same as the old: no version is made of nothing.
 * @throws Refusal `id-not-yours` when the id has the form that the server gives, no such resource was ever here, and it
 *   cannot be this resource's id.
 */
export function replacement(
  resource: Resource,
  place: Place,
  { at, catalogue, importing = false }: Replacing,
): UnitChange | undefined {
  const { id, current, tombstone } = place;
  demandPlace(place, importing);
  if (isUnheardOf(place) && isServerId(id) && !fits({ ...resource, id })) {
    throw new Refusal(
      'rule-broken',
      'id-not-yours',
      `There is no ${place.type}/${id}, and the server gives ids of this form. Create it by POST, or choose another id.`,
    );
  }
  const version = (current?.version ?? tombstone ?? 0) + 1;
  const made = change({ sent: resource, id, version, place }, { at, catalogue });
  return current && made.row && sameContent(made.type, id, current, { version, updated: at, content: made.row.content })
    ? undefined
    : made;
}

const isUnheardOf = ({ current, tombstone }: Place): boolean => !current && tombstone === undefined;

/**
 * An id of the server's form at which nothing ever was is nobody's to choose, but for those who bring ids along. It is
 * answered like one that the caller may not see: the difference would tell who is a patient here.
 * @throws Refusal `unknown-resource`
 */
export function demandPlace(place: Place, importing: boolean): void {
  if (!importing && isUnheardOf(place) && isServerId(place.id)) throw unknown(place.type, place.id);
}

/** A deletion. */
export function deletion({ type, id, current: living }: Place, patientId: string | undefined, at: Date): UnitChange {
  const current = livingAt(living);
  const lost = patientId === undefined ? [] : lostBy(current, [], current.patient, at);
  return {
    method: 'delete',
    type,
    id,
    version: current.version + 1,
    patient: current.patient,
    patientId,
    before: current,
    ...(lost.length > 0 ? { careLost: lost } : {}),
  };
}

interface Making {
  readonly sent: Resource;
  readonly id: string;
  readonly version: number;
  readonly place: Place | undefined;
}

function change({ sent, id, version, place }: Making, { at, catalogue }: Replacing): UnitChange {
  const labels = labelsOf(sent);
  const resource = asStored(sent, id, version, at, labels);
  const { resourceType: type } = resource;
  const { key, patientId } = homeOf(resource);
  const care = patientId === undefined ? [] : careOf(resource, at);
  const before = place?.current;
  const lost = before ? lostBy(before, care, key, at) : [];
  const alias = place && aliasOf(place, key);
  return {
    method: before ? 'update' : 'create',
    type,
    id,
    version,
    patient: key,
    patientId,
    row: {
      patient: key,
      values: catalogue.extract(resource),
      extractedBy: catalogue.number,
      content: stringify(resource),
    },
    ...(before ? { before } : {}),
    ...(alias ? { alias } : {}),
    ...(place && !before ? bornAt(place) : {}),
    ...(care.length > 0 ? { care } : {}),
    ...(lost.length > 0 ? { careLost: lost } : {}),
    ...(labels.length > 0 && patientId !== undefined ? { labels } : {}),
    resource,
  };
}

/** Care that stood on the version before. */
function lostBy({ patient, content }: Current, care: readonly Care[], key: string, at: Date) {
  if (!namesCare(content)) return [];
  const kept = patient === key ? care : [];
  return careLost(JSON.parse(content) as Resource, kept, at).map((lost) => ({ patient, care: lost }));
}

/** What must still be so when nothing living was found at a place. */
const bornAt = ({ key, tombstone }: Place): Pick<UnitChange, 'first' | 'tombstone'> =>
  tombstone === undefined ? { first: true } : { tombstone: { patient: key, version: tombstone } };

/** The alias to write when a resource comes to lie in the compartment `key`. */
function aliasOf({ type, id, key: lies, aliased, current, tombstone }: Place, key: string): UnitChange['alias'] {
  if (isOwner(type) || aliased === key) return undefined;
  if (aliased !== undefined) return { was: aliased };
  if (!isServerId(id)) return { was: undefined };
  if (keyOfId(type, id) === key) return undefined;
  return { was: (current ?? tombstone) ? lies : undefined };
}

interface Content {
  version: number;
  updated: Date;
  content: string;
}

/** Contents are equal when nothing differs but the version and the time in meta, which always come first. */
function sameContent(type: string, id: string, one: Content, other: Content): boolean {
  const rest = ({ version, updated, content }: Content) =>
    content.slice(
      `{"resourceType":"${type}","id":"${id}","meta":{"versionId":"${version}","lastUpdated":"${updated.toISOString()}"`
        .length,
    );
  return rest(one) === rest(other);
}

/** What the caller is told of a change. */
export function asWritten({ method, type, id, version, row, patient }: UnitChange, at: Date): Written {
  const outcome = method === 'create' ? 'created' : method === 'update' ? 'updated' : 'deleted';
  return { type, id, version, updated: at, content: row?.content ?? '', patient, outcome };
}

/** What the caller is told when nothing had to be done. */
export function unchanged({ type, id, current }: Place): Written {
  const { version, updated, content, patient } = livingAt(current);
  return { type, id, version, updated, content, patient, outcome: 'unchanged' };
}

/** A change that changes nothing: to ask whether a resource may be touched where it lies. */
export function untouched({ type, id, current }: Place): UnitChange {
  const before = livingAt(current);
  return { method: 'update', type, id, version: before.version, patient: before.patient, patientId: undefined, before };
}

function livingAt(current: Place['current']): Current {
  if (!current) throw new Error('Nothing lives at this place.');
  return current;
}
