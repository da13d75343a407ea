/** `Przegląd › Niewydolność serca › Pobyt 12–18.03 › Wypis`: the levels above a page, by the way that one came. */
import { useLingui } from '@lingui/react';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Breadcrumb } from '#libs/ui/tabs/tab-links.tsx';
import type { Crumb } from '../../trail.ts';
import { useWording } from '../wording/use-wording.ts';
import { asKnown } from './known-day.ts';
import { useDay } from './known-then.tsx';
import type { Way } from './levels.ts';

interface LevelTrailProps {
  patient: string;
  way: Way;
  /** What the page itself is called. */
  here: string;
}

export function LevelTrail({ patient, way, here }: LevelTrailProps) {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const crumbs = useCrumbs(patient, way);
  return (
    <Breadcrumb
      label={i18n._('Ścieżka')}
      trail={[
        { href: href('clinician-portal/patient', { patient }), label: i18n._('Przegląd') },
        ...crumbs,
        { label: here },
      ]}
    />
  );
}

/** Names are asked of the server only where there is a level between: an address holds ids, never names. */
function useCrumbs(patient: string, { problem, event }: Way) {
  const { href } = usePortal();
  const nameOf = useCrumbName();
  const asked = new URLSearchParams({ ...(problem ? { problem } : {}), ...(event ? { event } : {}) }).toString();
  const address = `/api/patient-profile/${encodeURIComponent(patient)}/trail?${asked}`;
  const day = useDay();
  const { data } = useGet<{ crumbs: Crumb[] }>(asked ? asKnown(address, day) : undefined);
  return (data?.crumbs ?? []).map((crumb) => {
    const { level, link } = crumb;
    const above: Record<string, string> = problem ? { problem } : {};
    return {
      label: nameOf(crumb),
      href:
        level === 'problem'
          ? href('clinician-portal/problem', { patient, id: link.id })
          : href('clinician-portal/event', { patient, type: link.type, id: link.id, ...above }),
    };
  });
}

/** Stays and visits are named by their days, all else by what it is. */
export function useCrumbName(): (crumb: Pick<Crumb, 'link' | 'what' | 'stay' | 'starts' | 'ends'>) => string {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  return ({ link, what, stay, starts, ends }) => {
    if (link.type !== 'Encounter') return what;
    const days = daysOf(shortDate(starts?.slice(0, 10)), shortDate(ends?.slice(0, 10)));
    return stay ? i18n._('Pobyt {days}', { days }) : i18n._('Wizyta {days}', { days });
  };
}

/** `12–18.03.2026` within one month, `28.02.2026–05.03.2026` otherwise. */
function daysOf(from: string | undefined, to: string | undefined): string {
  if (!from || !to || from === to) return from ?? to ?? '';
  const [day, rest] = [from.slice(0, 2), from.slice(2)];
  return /^\d\d\.\d\d\.\d{4}$/.test(from) && to.slice(2) === rest ? `${day}–${to}` : `${from}–${to}`;
}
