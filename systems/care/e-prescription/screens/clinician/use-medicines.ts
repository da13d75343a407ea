/** The registers that a prescriber asks while writing: medicines as one types, and what the patient pays for one. */
import { useQuery } from '@tanstack/react-query';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import { useSettled } from '#libs/ui/session/use-settled.ts';
import type { RefundLevel } from '../../model.ts';
import type { DraftMedicine } from './draft.ts';

/** What `GET /api/medicinal-products/search` answers, as far as it is shown. */
interface FoundProduct {
  readonly id: string;
  readonly name: string;
  readonly commonName?: string;
  readonly strength?: string;
  readonly form?: string;
  readonly atc: readonly string[];
  readonly substances: readonly { readonly name: string }[];
  readonly packages: readonly {
    readonly gtin?: string;
    readonly availability?: string;
    readonly removed: boolean;
    readonly says: string;
  }[];
}

const packagesShown = 12;

/** Packages that match, best first; undefined while nothing is looked for or the answer is awaited. */
export function useFoundMedicines(text: string): { found: readonly DraftMedicine[] | undefined; busy: boolean } {
  const asked = useSettled(text.trim(), 120);
  const path =
    asked.length < 2 ? undefined : `/api/medicinal-products/search?${new URLSearchParams({ q: asked, count: '12' })}`;
  const { data } = useGet<{ products: readonly FoundProduct[] }>(path);
  return {
    found: data && path ? packagesOf(data.products) : undefined,
    busy: asked !== text.trim() || (!!path && !data),
  };
}

const packagesOf = (products: readonly FoundProduct[]): DraftMedicine[] =>
  products
    .flatMap((product) =>
      product.packages.flatMap(({ gtin, availability, removed, says }): DraftMedicine[] => {
        if (!gtin || removed) return [];
        const { name, strength, form, atc, substances, commonName } = product;
        return [
          {
            ...{ kind: 'G', gtin, says, atc },
            name: [name, strength, form].filter(Boolean).join(', ').replace(`${name}, `, `${name} `),
            ...(form ? { form } : {}),
            ...(strength ? { strength } : {}),
            ...(availability ? { category: availability } : {}),
            substance: substances.map((one) => one.name).join(' + ') || commonName || '',
          },
        ];
      }),
    )
    .slice(0, packagesShown);

export interface PriceShown {
  readonly reimbursed: boolean;
  readonly payments: readonly {
    readonly level: RefundLevel;
    readonly indications?: string;
    readonly price?: number;
    readonly pays: number;
    readonly entitlement?: string;
  }[];
}

/** What a patient born on that day pays for a package, by each level of the list that holds today. */
export function usePrice(gtin: string | undefined, birthDate: string | undefined) {
  const api = useApi();
  return useQuery<PriceShown, ApiProblem>({
    queryKey: ['price', gtin, birthDate],
    queryFn: () => api.send('POST', '/api/reimbursement-lists/price', { gtin, ...(birthDate ? { birthDate } : {}) }),
    enabled: gtin !== undefined,
    staleTime: 10 * 60_000,
    retry: false,
  });
}

/** The level that the list gives, the one that costs the patient least when it gives several. */
export const levelOf = (price: PriceShown | undefined): RefundLevel => price?.payments[0]?.level ?? '100%';
