/**
 * Before something is signed, whoever judges orders in this portal is asked (libs/ui/slots). Where nobody does, or that
 * broke, it is signed at once: prescribing never waits for rules that do not work.
 */
import { useCallback, useRef, useState } from 'react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { Signing } from '#libs/ui/slots/slots.ts';

export function useJudgedFirst() {
  const isJudged = usePortal().slots?.['clinician-portal/orders'] !== undefined;
  const [signing, setSigning] = useState<Signing>();
  const isBroken = useRef(false);
  const judgedFirst = (sign: () => void) => {
    // A second press while the first is judged is the same press.
    if (signing) return;
    if (!isJudged || isBroken.current) return sign();
    setSigning({
      go: () => {
        setSigning(undefined);
        sign();
      },
      stay: () => setSigning(undefined),
    });
  };
  const broke = useCallback(() => {
    isBroken.current = true;
    signing?.go();
  }, [signing]);
  return { signing, judgedFirst, broke };
}
