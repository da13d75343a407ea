/**
 * What a screen remembers while the portal is open, and forgets with it: what must not stand in an address, such as the
 * name of a person who was searched for. It is gone when the page is loaded anew, at sign-out at the latest.
 */
import { useCallback, useState } from 'react';

const kept = new Map<string, string>();

export function useKept(name: string): [string, (value: string) => void] {
  const [value, show] = useState(kept.get(name) ?? '');
  const keep = useCallback(
    (next: string) => {
      kept.set(name, next);
      show(next);
    },
    [name],
  );
  return [value, keep];
}
