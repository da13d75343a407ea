/**
 * Back restores a page as it was left: scrolled, with what was open, the focus on the link that led away. By the entry
 * of the browser's history, so that two visits to one page do not mix; in memory only, so that it ends with the page.
 */
import { useLayoutEffect, useRef, useState } from 'react';

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

/** The entry that this page stands at: a filter makes a new one while the page stays, leaving makes none of its own. */
function useEntry(): { readonly current: string } {
  const [path] = useState(() => location.pathname);
  const key = useRef(entry());
  useLayoutEffect(() => {
    if (location.pathname === path) key.current = entry();
  });
  return key;
}

const summaries = () => [...document.querySelectorAll<HTMLElement>('main details > summary')];
const linksTo = (href: string) =>
  [...document.querySelectorAll<HTMLAnchorElement>('main a')].filter((one) => one.getAttribute('href') === href);

/** Call it where the page's data are there: `ready` says so. */
export function useReturn(ready: boolean): void {
  const key = useEntry();
  useLayoutEffect(() => {
    if (!ready) return undefined;
    const before = left.get(key.current);
    const timer = before && setTimeout(() => restore(before));
    return () => {
      clearTimeout(timer);
      left.set(key.current, asLeft());
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
  const key = useEntry();
  const [value, show] = useState(() => kept.get(`${entry()} ${name}`) ?? first);
  // After every change of the page: it may stand at another entry by then.
  useLayoutEffect(() => {
    kept.set(`${key.current} ${name}`, value);
  });
  return [value, show];
}
