/** What was taken on a day: kept in the wallet of this device only, section `taken/<patient>`. */
import { useCallback, useEffect, useState } from 'react';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import type { Taking } from './plan.ts';

/** By `Taking.key`. */
export type Ticks = { readonly [key: string]: 'taken' | 'skipped' | undefined };

interface Day {
  readonly day: string;
  readonly ticks: Ticks;
}

export interface Ticking {
  readonly ticks: Ticks;
  readonly tick: (taking: Taking, what: 'taken' | 'skipped' | undefined) => void;
}

/** Undefined while nothing is kept on this device: then there is no place for ticks. */
export function useTicks(day: string): Ticking | undefined {
  const { wallet, now } = usePortal();
  const { login, patient = '' } = useSession();
  const section = `taken/${patient}`;
  const [ticks, setTicks] = useState<Ticks>();
  useEffect(() => {
    const read = async () => {
      if (!(await wallet?.isOn())) return setTicks(undefined);
      const known = (await wallet?.open())?.sections[section]?.value as Day | undefined;
      setTicks(known?.day === day ? known.ticks : {});
    };
    read().catch(() => setTicks(undefined));
  }, [wallet, section, day]);
  const tick = useCallback<Ticking['tick']>(
    ({ key }, what) => {
      setTicks((before = {}) => {
        const after = { ...before, [key]: what };
        const value: Day = { day, ticks: after };
        wallet?.keep(login, section, { savedAt: now().toISOString(), value }).catch(() => undefined);
        return after;
      });
    },
    [wallet, now, login, section, day],
  );
  return ticks && { ticks, tick };
}
