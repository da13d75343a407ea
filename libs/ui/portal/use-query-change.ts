/** What a list shows stands in its address: changes it, with a step in the history, so that Back goes back. */
import { useCallback } from 'react';
import { usePortal } from './portal.tsx';

/** The address of this page with some of its query changed; undefined takes a name out. */
export function changedAddress(
  path: string,
  search: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const asked = Object.entries({ ...search, ...changes }).filter((pair): pair is [string, string] => !!pair[1]);
  const query = new URLSearchParams(asked).toString();
  return query ? `${path}?${query}` : path;
}

export function useQueryChange(search: Readonly<Record<string, string>>) {
  const { go } = usePortal();
  return useCallback(
    (changes: Readonly<Record<string, string | undefined>>) => go(changedAddress(location.pathname, search, changes)),
    [go, search],
  );
}
