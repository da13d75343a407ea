/** Keys of levels 1 to 3: Backspace goes back, g and a letter goes to a level or a part, arrows walk through a list. */
import type { KeyboardEvent } from 'react';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';

/** `more`: keys of one page, as useKeys takes them. */
export function useLevelKeys(patient: string, more: Readonly<Record<string, () => void>> = {}): void {
  const { go, href } = usePortal();
  const to = (place: string, params: Record<string, string> = {}) => {
    const address = href(place, params);
    if (address) go(address);
  };
  useKeys({
    Backspace: () => history.back(),
    '/': () => to('clinician-portal/patient', { patient, widok: 'szukaj' }),
    'g p': () => to('clinician-portal/patient', { patient }),
    ...more,
  });
}

/** Moves the focus to a heading or to the first link of a list. */
export const jumpTo = (id: string) => () => {
  const part = document.getElementById(id);
  (part?.matches('[data-walk]') ? part.querySelector<HTMLElement>('a') : part)?.focus();
};

/** For a list: arrows move from link to link, Home and End to its ends; the browser scrolls along. */
export function walkLinks(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')].filter((one) => one.offsetParent !== null);
  const place = links.indexOf(document.activeElement as HTMLElement);
  if (place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: links.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  links[Math.min(links.length - 1, Math.max(0, next))]?.focus();
}
