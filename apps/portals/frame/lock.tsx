/** Locks a portal: its page is emptied, what was read is forgotten, and the lock screen stands in its place. */
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import type { Api } from '#libs/ui/session/api.ts';
import type { Session } from '#libs/ui/session/session.ts';
import { lockScreen } from '../screens.ts';
import type { Pulse } from './pulse.ts';

/** Heard by the frame when the server says that the session is locked. */
export const lockedEvent = 'ez-session-locked';

const LockScreen = lazy(lockScreen);

export function useLock(pulse: Pulse): { locked: boolean; lock: () => void; unlock: () => void } {
  const queries = useQueryClient();
  const [locked, setLocked] = useState(false);
  const lock = useCallback(() => {
    setLocked(true);
    queries.clear();
  }, [queries]);
  const unlock = useCallback(() => {
    pulse.beat();
    setLocked(false);
  }, [pulse]);
  useEffect(() => {
    addEventListener(lockedEvent, lock);
    return () => removeEventListener(lockedEvent, lock);
  }, [lock]);
  return { locked, lock, unlock };
}

interface LockedProps {
  session: Session;
  api: Api;
  onUnlocked: () => void;
  onEnd: () => void;
}

export function Locked(props: LockedProps) {
  return (
    <Suspense>
      <LockScreen {...props} />
    </Suspense>
  );
}
