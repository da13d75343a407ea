/** Rules for resources inside a resource. https://hl7.org/fhir/R4/domainresource.html#invs */

type Json = { [name: string]: unknown };

/** What is wrong with the resources inside one (rules dom-3, dom-4, dom-5). */
export function containmentProblems(resource: Json): { says: string; at: string }[] {
  const contained = Array.isArray(resource.contained) ? (resource.contained as Json[]) : [];
  const named = references(resource);
  const seen = new Set<unknown>();
  return contained.flatMap((item, index) => {
    const at = `contained[${index}]`;
    const meta = (item.meta ?? {}) as Json;
    const problems: { says: string; at: string }[] = [];
    if (meta.versionId !== undefined || meta.lastUpdated !== undefined) {
      problems.push({ says: 'Rule dom-4 is broken: a contained resource has no version and no time of change.', at });
    }
    if (meta.security !== undefined) {
      problems.push({ says: 'Rule dom-5 is broken: a contained resource has no security labels of its own.', at });
    }
    if (item.id === undefined) problems.push({ says: 'A contained resource needs an id.', at });
    else if (seen.has(item.id)) problems.push({ says: 'Two contained resources have the same id.', at });
    seen.add(item.id);
    if (item.id !== undefined && !named.has(`#${item.id}`) && !references(item).has('#')) {
      const says = 'Rule dom-3 is broken: nothing in the resource refers to this contained resource';
      problems.push({ says: `${says}. Refer to it by "#${item.id}" or leave it out.`, at });
    }
    return problems;
  });
}

/** Links of narratives to contained resources, such as pictures. */
const link = /\s(?:src|href)=["'](#[A-Za-z0-9\-.]{1,64})["']/g;

/** Every text inside that begins with `#`. */
function references(root: Json): Set<string> {
  const found = new Set<string>();
  const open: unknown[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const value of Object.values(at as Json)) {
      if (typeof value === 'string') {
        if (value.startsWith('#')) found.add(value);
        else if (value.startsWith('<')) for (const [, local] of value.matchAll(link)) if (local) found.add(local);
      } else if (typeof value === 'object' && value !== null) open.push(value);
    }
  }
  return found;
}
