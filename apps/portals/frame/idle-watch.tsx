/** Warns 60 s before the session ends for want of use, and lets the person stay. WCAG 2.2.1, 2.2.6. */
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { Session } from '#libs/ui/session/session.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { sessions } from '../screens.ts';
import type { Pulse } from './pulse.ts';

// The dialog and what it stands on are loaded when first needed, not with every first page.
const IdleWarning = lazy(() => import('./idle-warning.tsx'));

export const warningSeconds = 60;

interface IdleWatchProps {
  session: Session;
  pulse: Pulse;
  onSignOut: () => void;
  /** The time is over and nobody answered. */
  onTimeOut: () => void;
}

/**
 * Someone who types or points is there: tells the server now and then, so that long reading or writing loses nothing.
 */
function usePresence(seconds: number, pulse: Pulse, stay: () => void, warned: boolean) {
  useEffect(() => {
    const present = () => {
      if (!warned && pulse.silence() > seconds / 2) stay();
    };
    addEventListener('keydown', present);
    addEventListener('pointerdown', present);
    return () => {
      removeEventListener('keydown', present);
      removeEventListener('pointerdown', present);
    };
  }, [seconds, pulse, stay, warned]);
}

export function IdleWatch({ session, pulse, onSignOut, onTimeOut }: IdleWatchProps) {
  const api = useApi();
  // Shorter near the session's hard end: the server says how long silence may last each time it is asked.
  const [idleSeconds, setIdleSeconds] = useState(session.idleSeconds);
  const [left, setLeft] = useState(idleSeconds);
  const asking = useRef(false);
  const ended = useRef(false);
  const warned = left <= warningSeconds;
  const stay = useCallback(() => {
    if (asking.current) return;
    asking.current = true;
    void sessions
      .current(api)
      .then((answer) => {
        setIdleSeconds(answer.idleSeconds);
        setLeft(answer.idleSeconds);
      })
      .catch(() => undefined)
      .finally(() => {
        asking.current = false;
      });
  }, [api]);
  useEffect(() => {
    const timer = setInterval(() => setLeft(idleSeconds - pulse.silence()), 1000);
    return () => clearInterval(timer);
  }, [idleSeconds, pulse]);
  useEffect(() => {
    if (left > 0 || ended.current) return;
    ended.current = true;
    onTimeOut();
  }, [left, onTimeOut]);
  usePresence(idleSeconds, pulse, stay, warned);
  if (!warned) return null;
  return (
    <Suspense>
      <IdleWarning left={Math.max(0, left)} onStay={stay} onEnd={onSignOut} />
    </Suspense>
  );
}
