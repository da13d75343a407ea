/**
 * What a resource refers to lies beside it, in the compartment of the same patient, when its id says so. Of all else
 * (an id that a client chose, what is nobody's, another patient's, what is not there yet) nobody knows where it lies
 * or will lie: such references lead to the resource themselves. Decision 0063.
 */
import type { Elsewhere } from '#libs/fhir/search/collector.ts';
import { isPersonal } from './search/compartments.ts';
import { homePatient, isOwner } from './compartment.ts';
import { isServerId, type Key, keyOfId } from './keys.ts';
import type { Resource } from './record.ts';

/** Undefined for what lies in no patient's compartment: the search values know that by themselves. */
export function elsewhereOf(resource: Resource): Elsewhere | undefined {
  const home = isOwner(resource.resourceType) ? undefined : homePatient(resource);
  if (home === undefined) return undefined;
  let key: Key | undefined;
  return (target) => {
    const slash = target.indexOf('/');
    const [type, id] = [target.slice(0, slash), target.slice(slash + 1)];
    if (!isPersonal(type) || (type === 'Patient' && id === home)) return false;
    return !isServerId(id) || keyOfId(type, id) !== (key ??= keyOfId('Patient', home));
  };
}
