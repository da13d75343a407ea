/** What is different between two versions of a product, in the words of the register. Pure. */
import type { Difference, MedicinalProduct, Package } from './model.ts';

const plain = [
  ...(['name', 'commonName', 'strength', 'form', 'kind', 'holder', 'procedure', 'permit', 'permitValidity'] as const),
  ...(['leaflet', 'characteristics', 'atc', 'routes', 'substances'] as const),
];

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const keyOf = ({ gtin, code, id }: Package): string => gtin ?? code ?? id ?? '';

export function differences(before: MedicinalProduct, after: MedicinalProduct): Difference[] {
  const changed: Difference[] = plain.flatMap((what) =>
    same(before[what], after[what]) ? [] : [{ what, before: before[what], after: after[what] }],
  );
  const [old, now] = [byKey(before.packages), byKey(after.packages)];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [one, other] = [old.get(key), now.get(key)];
    if (!same(one, other)) {
      changed.push({ what: `package ${key}`, ...(one && { before: one }), ...(other && { after: other }) });
    }
  }
  return changed;
}

const byKey = (packages: readonly Package[]) => new Map(packages.map((one) => [keyOf(one), one]));
