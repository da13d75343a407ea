/**
 * What a person writes, kept at the server for a day: the end of the session, a lock screen or a broken computer lose
 * nothing. `const [text, setText, finish] = useDraft('wizyta-123')`
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from './use-api.tsx';

const pause = 800;

/** `key` names what is written about: small letters, digits, dashes; opaque ids only. Undefined keeps nothing. */
export function useDraft(key: string | undefined): [text: string, write: (text: string) => void, finish: () => void] {
  const api = useApi();
  const [text, setText] = useState('');
  const touched = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const path = key && `/api/accounts/drafts/${key}`;
  useEffect(() => {
    if (!path) return;
    // No draft is no fault, and what the person has begun to type meanwhile goes before what was kept.
    api.get<{ text: string }>(path).then(
      (kept) => touched.current || setText(kept.text),
      () => undefined,
    );
  }, [api, path]);
  const write = useCallback(
    (next: string) => {
      touched.current = true;
      setText(next);
      clearTimeout(timer.current);
      if (!path) return;
      timer.current = setTimeout(() => {
        const kept = next ? api.send('PUT', path, { text: next }) : api.send('DELETE', path);
        kept.catch(() => undefined);
      }, pause);
    },
    [api, path],
  );
  const finish = useCallback(() => {
    clearTimeout(timer.current);
    if (path) api.send('DELETE', path).catch(() => undefined);
  }, [api, path]);
  return [text, write, finish];
}
