/** "Twój cel": what the patient and the doctor agreed on for a test, as the record says it (FHIR Goal). */
import { useGet } from '#libs/ui/session/use-api.tsx';
import type { Bounds } from '#libs/ui/number-line/number-line-scale.ts';
import { useWhose } from './whose.tsx';

interface Quantity {
  readonly value?: number;
  readonly unit?: string;
  readonly code?: string;
  readonly comparator?: string;
}

export interface Goal {
  readonly lifecycleStatus?: string;
  readonly target?: readonly {
    readonly measure?: { readonly coding?: readonly { readonly code?: string }[] };
    readonly detailQuantity?: Quantity;
    readonly detailRange?: { readonly low?: Quantity; readonly high?: Quantity };
  }[];
}

const current = new Set(['proposed', 'planned', 'accepted', 'active']);

/** Undefined when there is none, or none in the unit of the result: another unit is another scale. */
export function goalOf(goals: readonly Goal[], code: string, unit: string | undefined): Bounds | undefined {
  const same = ({ unit: name, code: ucum }: Quantity) => [name, ucum].some((one) => one !== undefined && one === unit);
  for (const { lifecycleStatus, target = [] } of goals) {
    if (!current.has(lifecycleStatus ?? '')) continue;
    for (const { measure, detailQuantity, detailRange } of target) {
      if (!measure?.coding?.some((coding) => coding.code === code)) continue;
      const low = detailRange?.low && same(detailRange.low) ? detailRange.low.value : undefined;
      const high = detailRange?.high && same(detailRange.high) ? detailRange.high.value : undefined;
      if (low !== undefined || high !== undefined)
        return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
      if (!detailQuantity || !same(detailQuantity) || detailQuantity.value === undefined) continue;
      const least = detailQuantity.comparator?.startsWith('>') ?? false;
      return least ? { low: detailQuantity.value } : { high: detailQuantity.value };
    }
  }
  return undefined;
}

export function useGoal(code: string, unit: string | undefined): Bounds | undefined {
  const { patient } = useWhose();
  const path = patient && `/fhir/R4/Goal?patient=${encodeURIComponent(patient)}&_count=50`;
  const { data } = useGet<{ entry?: { resource: Goal }[] }>(path);
  return goalOf(data?.entry?.map(({ resource }) => resource) ?? [], code, unit);
}
