/** Rows in the order that the address asks for, for lists that are read whole; the server orders those that go on. */
import { useMemo } from 'react';
import { useFormat } from '../format/use-format.ts';
import { useQueryChange } from '../portal/use-query-change.ts';
import type { Sort } from './table.tsx';

type Value = string | number | null | undefined;

/** By `?kolumna=…&kierunek=malejaco`. `by` says what a column is ordered by; what is missing comes last. */
export function useSorted<Row>(
  rows: readonly Row[],
  by: Readonly<Record<string, (row: Row) => Value>>,
  search: Readonly<Record<string, string>>,
  first: Sort,
) {
  const { compare } = useFormat();
  const change = useQueryChange(search);
  const column = search.kolumna && by[search.kolumna] ? search.kolumna : first.column;
  const asked = search.kolumna ? (search.kierunek === 'malejaco' ? 'descending' : 'ascending') : first.direction;
  const sorted = useMemo(() => {
    const of = by[column];
    if (!of) return rows;
    const factor = asked === 'ascending' ? 1 : -1;
    return [...rows].sort((one, other) => {
      const [a, b] = [of(one), of(other)];
      if (a === b) return 0;
      if (a === null || a === undefined) return 1;
      if (b === null || b === undefined) return -1;
      return factor * (typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b)));
    });
  }, [rows, by, column, asked, compare]);
  const onSort = ({ column: next, direction }: Sort) =>
    change({ kolumna: next, kierunek: direction === 'descending' ? 'malejaco' : undefined });
  return { sorted, sort: { column, direction: asked } as Sort, onSort };
}
