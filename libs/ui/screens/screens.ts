/** How a system offers screens to portals: a named place and how to load what is shown there. */
import type { ComponentType } from 'react';
import type { Words } from '../language/language.ts';
import type { Slots } from '../slots/slots.ts';
import type { Kept } from '../wallet/wallet.ts';

/** What every screen is given: the parts of the address that the place names, and the query. */
export interface ScreenProps {
  readonly params: Readonly<Record<string, string>>;
  readonly search: Readonly<Record<string, string>>;
}

export type ScreenModule = { readonly default: ComponentType<ScreenProps> };

/** `'patient-portal/medicines': () => import('./my-medicines.tsx')`. Places are named in apps/portals/places.ts. */
export type Screens = Readonly<Record<string, () => Promise<ScreenModule>>>;

/**
 * By place: the address that the screen will ask first (`useGet`). It is asked while the screen itself is being loaded,
 * so that on a slow device one does not wait for the other.
 */
export type Asks = Readonly<Record<string, (props: ScreenProps) => string>>;

/** What stands above every screen of a portal is given: where the person is, below the portal's address. */
export interface BannerProps {
  readonly path: string;
}

/** By portal: `'patient-portal': () => import('./acting-banner.tsx')`. A banner may show nothing. */
export type Banners = Readonly<Record<string, () => Promise<{ readonly default: ComponentType<BannerProps> }>>>;

/** By portal: counters for its first page, `<Counter>`s that read what they count by themselves. */
export type Tiles = Readonly<Record<string, () => Promise<{ readonly default: ComponentType }>>>;

export interface OfflineProps {
  readonly kept: Kept;
}

/** By portal: a section of the page without a connection. It shows nothing when the wallet holds nothing of its own. */
export type Offline = Readonly<Record<string, () => Promise<{ readonly default: ComponentType<OfflineProps> }>>>;

/** A system's face towards the portals: `systems/<group>/<system>/screens/index.ts` exports one as `offer`. */
export interface Offer {
  readonly screens: Screens;
  readonly asks?: Asks;
  readonly banners?: Banners;
  readonly tiles?: Tiles;
  /** What it shows within screens of other systems. */
  readonly slots?: Slots;
  /** By portal: what is shown of the wallet (libs/ui/wallet) when the platform cannot be reached. */
  readonly offline?: Offline;
  /** The words of these screens, loaded in the language that is on. */
  readonly words: Words;
}
