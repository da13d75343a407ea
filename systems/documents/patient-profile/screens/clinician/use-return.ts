/**
 * Back restores a page as it was left: scrolled, with what was open, the focus on the link that led away. By the entry
 * of the browser's history, so that two visits to one page do not mix; in memory only, so that it ends with the page.
 */
import { useCallback, useLayoutEffect, useState } from 'react';

interface Left {
  scroll: number;
  /** Words of the details that were open. */
  open: ReadonlySet<string>;
  /** The address of the link that had the focus, and which of its kind it was. */
  focus?: { href: string; place: number };
}

const left = new Map<string, Left>();
const kept = new Map<string, string>();

/** The present entry of the history: the router gives each a key of its own. */
const entry = (): string => {
  const state = history.state as { __TSR_key?: string } | null;
  return `${location.pathname}${location.search} ${state?.__TSR_key ?? ''}`;
};

const summaries = () => [...document.querySelectorAll<HTMLElement>('main details > summary')];
const linksTo = (href: string) =>
  [...document.querySelectorAll<HTMLAnchorElement>('main a')].filter((one) => one.getAttribute('href') === href);

/** Call it where the page's data are there: `ready` says so. */
export function useReturn(ready: boolean): void {
  const [key] = useState(entry);
  useLayoutEffect(() => {
    if (!ready) return undefined;
    const before = left.get(key);
    const timer = before && setTimeout(() => restore(before));
    return () => {
      clearTimeout(timer);
      left.set(key, asLeft());
    };
  }, [key, ready]);
}

function asLeft(): Left {
  const focused = document.activeElement?.closest('main a')?.getAttribute('href');
  const open = summaries().filter((one) => (one.parentElement as HTMLDetailsElement).open);
  return {
    scroll: scrollY,
    open: new Set(open.map(({ textContent }) => textContent ?? '')),
    ...(focused
      ? { focus: { href: focused, place: linksTo(focused).indexOf(document.activeElement as HTMLAnchorElement) } }
      : {}),
  };
}

function restore({ scroll, open, focus }: Left): void {
  for (const one of summaries()) {
    if (open.has(one.textContent ?? '')) (one.parentElement as HTMLDetailsElement).open = true;
  }
  const links = focus ? linksTo(focus.href) : [];
  (links[focus?.place ?? 0] ?? links[0])?.focus({ preventScroll: true });
  scrollTo({ top: scroll, behavior: 'instant' });
}

/** What a part of a page remembers for Back: a list that was opened, a chosen view. */
export function useEntryState(name: string, first: string): [string, (value: string) => void] {
  const [key] = useState(() => `${entry()} ${name}`);
  const [value, show] = useState(kept.get(key) ?? first);
  const keep = useCallback(
    (next: string) => {
      kept.set(key, next);
      show(next);
    },
    [key],
  );
  return [value, keep];
}
