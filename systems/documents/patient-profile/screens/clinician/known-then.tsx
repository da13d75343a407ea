/**
 * The profile as it was known on a past day: `?stan=2025-03-12` on every level. All questions below are asked of that
 * day, all links to levels of the profile keep it, and a banner says so on screen and on paper.
 */
import { useLingui } from '@lingui/react';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { Link } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { type Portal, PortalProvider, usePortal } from '#libs/ui/portal/portal.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { type Loading, useGet } from '#libs/ui/session/use-api.tsx';
import { useWording } from '../wording/use-wording.ts';
import { asKnown, dayOf } from './known-day.ts';

type Search = ScreenProps['search'];

/** Levels of the profile that keep the day. */
const levels = /^clinician-portal\/(patient|event|problem|document)$/;

const DayContext = createContext<string | undefined>(undefined);

/** The day that all below a level speaks of; undefined: today. */
export const useDay = (): string | undefined => useContext(DayContext);

/** Reads an operation of the profile as of the day that the screen's address names. */
export const useProfile = <T,>(path: string | undefined, search: Search): Loading<T> =>
  useGet<T>(path === undefined ? undefined : asKnown(path, dayOf(search)));

/** Puts the banner above a level, and the day into every link below. */
export function KnownThen({ search, children }: { search: Search; children: ReactNode }) {
  const portal = usePortal();
  const day = dayOf(search);
  const keeping = useMemo<Portal>(() => {
    const keeps = (place: string, params?: Readonly<Record<string, string>>) =>
      day && levels.test(place) ? { stan: day, ...params } : params;
    return { ...portal, href: (place, params) => portal.href(place, keeps(place, params)) };
  }, [portal, day]);
  return (
    <PortalProvider portal={keeping}>
      <DayContext value={day}>
        {day && <ThenBanner day={day} />}
        {children}
      </DayContext>
    </PortalProvider>
  );
}

function ThenBanner({ day }: { day: string }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  const today = new URL(location.href);
  today.searchParams.delete('stan');
  return (
    <div className="pp-then">
      <Notice
        kind="warning"
        live
        title={i18n._('Tak było wiadomo {day}. To nie jest dzisiejszy stan.', { day: date(day) ?? day })}
      >
        <p className="ez-no-print">
          <Link href={`${today.pathname}${today.search}`}>{i18n._('Wróć do dziś')}</Link>
        </p>
      </Notice>
    </div>
  );
}

/** As `Loaded`, but a day that cannot be shown is answered with what to choose instead. */
export function LoadedThen<T>(props: { query: Loading<T>; lines?: number; children: (data: T) => ReactNode }) {
  const { i18n } = useLingui();
  const code = props.query.error?.code;
  const words: Readonly<Record<string, string>> = {
    'not-yet-known': i18n._('Tego dnia nie było jeszcze żadnych danych tej osoby. Wybierz późniejszy dzień.'),
    'as-of-future': i18n._('Ten dzień jeszcze nie nadszedł. Wybierz dzień do dziś.'),
    'as-of-unreadable': i18n._('Nie rozumiemy tego dnia. Wybierz go na suwaku albo wróć do dziś.'),
  };
  const said = code === undefined ? undefined : words[code];
  if (said) return <Notice kind="info" title={said} live />;
  return <Loaded {...props} />;
}
