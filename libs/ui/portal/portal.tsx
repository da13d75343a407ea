/**
 * What a screen knows of the portal that shows it: the product's name, addresses of named places, the clock, who is
 * signed in.
 */
import { type ComponentType, createContext, type ReactNode, useContext } from 'react';
import type { Language } from '../language/language.ts';
import type { Session } from '../session/session.ts';
import type { FilledSlots } from '../slots/slots.ts';
import type { Wallet } from '../wallet/wallet.ts';

export interface Portal {
  /** `Gabinet`, `Internetowe Konto Pacjenta`: the last part of every page's title. */
  readonly product: string;
  /** The portal's first address: `/gabinet`. */
  readonly home: string;
  /**
   * The address of a named place: `href('clinician-portal/patient', { patient })`.
   * Undefined when no system offers a screen for that place, so that no link leads nowhere.
   */
  href(place: string, params?: Readonly<Record<string, string>>): string | undefined;
  /** Goes to an address of this portal without loading the page anew. */
  go(href: string): void;
  /** The present instant, given by the app so that a test can hold it still. */
  now(): Date;
  /** Who is signed in; undefined on pages before sign-in. */
  readonly session?: Session;
  /** What systems offer for the portal's first page (screens.ts), each loaded when it is shown. */
  readonly tiles?: readonly ComponentType[];
  /** What systems show within screens of others (slots.ts), each loaded when it is shown. */
  readonly slots?: FilledSlots;
  /** What is put by on this device; undefined where the browser keeps nothing safely. */
  readonly wallet?: Wallet | undefined;
  readonly language: Language;
  setLanguage(language: Language): void;
}

const PortalContext = createContext<Portal | undefined>(undefined);

export function PortalProvider({ portal, children }: { portal: Portal; children: ReactNode }) {
  return <PortalContext value={portal}>{children}</PortalContext>;
}

/** @throws Error when the component stands outside a PortalProvider. */
export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (!portal) throw new Error('usePortal outside PortalProvider');
  return portal;
}

/** The session of a screen that is shown only after sign-in. */
export function useSession(): Session {
  const { session } = usePortal();
  if (!session) throw new Error('useSession on a page before sign-in');
  return session;
}
