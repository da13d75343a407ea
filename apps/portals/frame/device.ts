/** What the portal keeps on the device: its own files (service worker), and what the person put by (wallet). */
import { browserClock } from '#core/runtime/browser-clock.ts';
import { createWallet, type Wallet } from '#libs/ui/wallet/wallet.ts';
import type { Session } from '#libs/ui/session/session.ts';
import type { PortalPlan } from '../places.ts';

/** The wallet of this browser; undefined where it has no place for one (no secure context, storage that is shut). */
export function walletOf({ worker }: PortalPlan): Wallet | undefined {
  if (!worker || !globalThis.isSecureContext || !globalThis.indexedDB) return undefined;
  return createWallet({ indexedDB, crypto, now: browserClock.now, locks: navigator.locks });
}

/** What somebody else kept on this device is no business of who signs in now. */
export async function ownWallet(wallet: Wallet | undefined, { login }: Session): Promise<void> {
  const kept = await wallet?.open();
  if (kept && kept.owner !== login) await wallet?.erase();
}

/** Lets the portal open without a connection. A browser that will not is as good as before. */
export function install({ worker, home }: PortalPlan): void {
  if (!worker || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(worker, { scope: home }).catch(() => undefined);
}
