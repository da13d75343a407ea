/** The outbox around the screens of staff: what they signed is sent whatever screen is open. */
import type { ReactNode } from 'react';
import { browserClock } from '#core/runtime/browser-clock.ts';
import { OutboxProvider } from '#libs/ui/outbox/use-outbox.tsx';
import type { Session, SessionRole } from '#libs/ui/session/session.ts';

/** Who signs documents about others. */
const signing: readonly SessionRole[] = ['physician', 'pharmacist'];

export function WithOutbox({ session, children }: { session: Session | undefined; children: ReactNode }) {
  if (!session || !signing.includes(session.role)) return children;
  return <OutboxProvider now={browserClock.now}>{children}</OutboxProvider>;
}
