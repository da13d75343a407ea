/** What the navigation of a portal shows: hubs and places on top, the places of the hub where one is below them. */
import type { NavigationItem } from '#libs/ui/app-shell/app-shell.tsx';
import type { Place, PortalPlan } from '../places.ts';

export interface Navigation {
  readonly main: readonly NavigationItem[];
  /** The places of the hub that the page belongs to; undefined when there is no choice. */
  readonly hub?: { readonly label: string; readonly items: readonly NavigationItem[] };
}

export interface NavigationNeeds {
  readonly plan: PortalPlan;
  /** The address of a place that some system fills. */
  readonly href: (place: string) => string | undefined;
  /** Where the person is, below the portal's address. */
  readonly path: string;
  /** A label in the language that is on. */
  readonly word: (label: string) => string;
  /** The person acts for somebody: their own affairs are not shown. */
  readonly acting: boolean;
}

/** @returns nothing to show when there is only one place to be. */
export function navigationOf({ plan, href, path, word, acting }: NavigationNeeds): Navigation {
  const shown = plan.places.flatMap((place) => {
    const address = place.label && !(acting && place.own) && href(place.place);
    return address ? [{ ...place, href: address, current: isAt(place, path) }] : [];
  });
  const item = ({ href, label = '', current }: (typeof shown)[number]): NavigationItem => ({
    href,
    label: word(label),
    current,
  });
  const main: NavigationItem[] = [];
  let hub: Navigation['hub'];
  for (const place of shown) {
    if (place.hub === undefined) {
      main.push(item(place));
      continue;
    }
    const same = shown.filter((other) => other.hub === place.hub);
    if (same[0] !== place) continue;
    const label = same.length === 1 ? (place.label ?? '') : (plan.hubs?.[place.hub] ?? '');
    const current = same.some((other) => other.current);
    main.push({ href: place.href, label: word(label), current: current && (same.length === 1 || 'within') });
    if (current && same.length > 1) hub = { label: word(label), items: same.map(item) };
  }
  return { main: main.length > 1 ? main : [], ...(hub ? { hub } : {}) };
}

/** The page itself, or one below it. */
const isAt = ({ path: own }: Place, path: string): boolean =>
  path === own || (own !== '/' && path.startsWith(`${own}/`));
