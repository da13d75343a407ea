/** The values of operators' parameters in a resource, within a budget of steps for all of them. */
import { FhirPathRefused } from '../fhirpath/refused.ts';
import { type Item, itemOf } from '../fhirpath/index.ts';
import type { Collector } from './collector.ts';
import { collect, collectPart } from './custom-collect.ts';
import type { CompiledCustom } from './custom.ts';
import { presenceHash } from './values.ts';

/** What one resource may cost, all parameters together: some 20 ms at worst. */
const steps = { each: 30_000, all: 150_000 };
const most = { items: 5_000, values: 500, text: 100_000 };

/** Told when an expression could not be evaluated over a resource: it is then not found by that parameter. */
export type OnFailure = (parameter: CompiledCustom['parameter'], says: string) => void;

export function collectCustom(
  all: readonly CompiledCustom[],
  resource: { resourceType: string },
  collector: Collector,
  onFailure: OnFailure,
): void {
  const budget = { steps: steps.all };
  for (const one of all) {
    const own = { steps: Math.min(steps.each, budget.steps) };
    const before = own.steps;
    try {
      if (own.steps <= 0)
        throw new FhirPathRefused('execution', 'The parameters before it took all that may be taken.');
      collectOne(one, resource, collector, own);
    } catch (error) {
      if (!(error instanceof FhirPathRefused)) throw error;
      onFailure(one.parameter, error.message);
    }
    budget.steps -= before - own.steps;
  }
}

function collectOne(
  { parameter, expression, components }: CompiledCustom,
  resource: { resourceType: string },
  collector: Collector,
  budget: { steps: number },
): void {
  const options = { budget, limits: { items: most.items, text: most.text }, resolve, isLenient: true };
  const found = expression.evaluate(resource, options);
  if (found.length > most.values) {
    throw new FhirPathRefused('execution', `The expression gives more than ${most.values} values.`);
  }
  const param = parameter.storedAs[0] as string;
  if (parameter.type !== 'composite') {
    if (parameter.presence && found.length > 0) collector.tokens.add(presenceHash(param));
    for (const item of found) collect(collector, parameter.type, param, item);
    return;
  }
  const variables = { resource: [itemOf(resource, 'Resource')], rootResource: [itemOf(resource, 'Resource')] };
  for (const item of found) {
    const parts = components.map((part): readonly Item[] => part.expression.evaluate(item, { ...options, variables }));
    components.forEach(({ type }, place) => {
      if (place === 0) collector.begin();
      else collector.part(place);
      for (const value of parts[place] ?? []) collectPart(collector, type, param, value, place);
    });
    collector.end(param);
    if (parts.every((values) => values.length > 0)) collector.tokens.add(presenceHash(param));
  }
}

/** Enough to tell of which type the target is (`where(resolve() is Patient)`); nothing is read. */
function resolve(reference: string): unknown {
  const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference) ?? [];
  return type === undefined ? undefined : { resourceType: type, id };
}
