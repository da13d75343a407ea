/** What a portal is put together from, handed from opening it to its routes and its frame. */
import { type ComponentType, lazy } from 'react';
import type { Language, Words } from '#libs/ui/language/language.ts';
import type { Asks, Offer, ScreenModule } from '#libs/ui/screens/screens.ts';
import type { Api } from '#libs/ui/session/api.ts';
import type { Session } from '#libs/ui/session/session.ts';
import type { FilledSlots } from '#libs/ui/slots/slots.ts';
import type { Wallet } from '#libs/ui/wallet/wallet.ts';
import type { PortalPlan } from '../places.ts';
import type { Pulse } from './pulse.ts';

export interface PortalParts {
  plan: PortalPlan;
  offers: readonly Offer[];
  words: readonly Words[];
  session: Session | undefined;
  api: Api;
  pulse: Pulse;
  wallet: Wallet | undefined;
  language: Language;
  /** Asks what a screen will ask first; a portal without it waits for the screen. */
  askAhead?: (path: string) => void;
}

/** How to load what is shown at a place; undefined when no system offers it. */
export function screenAt(offers: readonly Offer[], place: string): (() => Promise<ScreenModule>) | undefined {
  return offers.find(({ screens }) => screens[place])?.screens[place];
}

/** What stands in the places within screens: one system each, the first that offers it. */
export function filledSlots(offers: readonly Offer[]): FilledSlots {
  const loads = offers.flatMap(({ slots = {} }) => Object.entries(slots));
  // Each loads what its own name asks for: the type of a Slots says so, entries forget it.
  return Object.fromEntries(loads.reverse().map(([name, load]) => [name, lazy(load as Load)])) as FilledSlots;
}

type Load = () => Promise<{ readonly default: ComponentType }>;

/** What the screen of a place will ask first, as far as its system says. */
export const askOf = (offers: readonly Offer[], place: string): Asks[string] | undefined =>
  offers.find(({ asks }) => asks?.[place])?.asks?.[place];
