/** Who may be chosen at a facility: the register of medical workers says as what, the ledger how long their lists are. */
import { type Call, decidedBy } from '#core/access/actor.ts';
import { type Kind, type PersonShown, system } from './model.ts';
import type { DeclarationNeeds } from './needs.ts';
import type { Policy } from './policy.ts';
import type { DeclarationStore } from './store.ts';

const mostPeople = 200;

interface Place {
  readonly facility: string;
  readonly kind: Kind;
  readonly policy: Policy;
}

/** Those who work there in the profession of a kind and may practise now, by name. */
export async function peopleAt(
  { record, entitlement }: DeclarationNeeds,
  store: DeclarationStore,
  call: Call,
  { facility, kind, policy }: Place,
): Promise<PersonShown[]> {
  const query = `organization=${facility}&active=true&_count=${mostPeople}`;
  const [{ entries }, counts] = await Promise.all([
    record.search(decidedBy(call, system), 'PractitionerRole', query),
    store.counts(facility),
  ]);
  const roles = entries.map(
    ({ stored }) =>
      (JSON.parse(stored.content) as { practitioner?: { reference?: string; display?: string } }).practitioner,
  );
  const people = new Map(roles.map((one) => [one?.reference?.replace('Practitioner/', '') ?? '', one?.display]));
  const most = policy.limits[kind]?.most;
  const shown = [...people].map(async ([id, name]): Promise<PersonShown | undefined> => {
    const entitled = await entitlement(id);
    if (!entitled.entitled || !policy.professions[kind].includes(entitled.profession)) return undefined;
    const accepted = counts.find((one) => one.person === id && one.kind === kind)?.accepted ?? 0;
    const limit = most === undefined ? {} : { limit: most };
    return { id, ...(name ? { name } : {}), specialities: entitled.specialities, accepted, ...limit };
  });
  const found = (await Promise.all(shown)).flatMap((one) => one ?? []);
  return found.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'pl'));
}
