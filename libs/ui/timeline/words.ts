/** Moments and spans in words, as fine as the zoom. */
import { useMemo } from 'react';
import { dateFormat } from '../format/format.ts';
import { usePortal } from '../portal/portal.tsx';
import type { View } from './clusters.ts';
import type { Level } from './ruler.ts';

export interface PeriodWords {
  /** On the ruler: `2019`, `mar`, `12`, `6:00`. */
  tick(level: Level, at: number): string;
  /** In sentences: `marzec 2019`, `12 marca 2019`. */
  moment(level: Level, at: number): string;
}

const tickOptions: Readonly<Record<Level, Intl.DateTimeFormatOptions>> = {
  decade: { year: 'numeric' },
  year: { month: 'short' },
  month: { day: 'numeric' },
  day: { hour: 'numeric', minute: '2-digit' },
};
const momentOptions: Readonly<Record<Level, Intl.DateTimeFormatOptions>> = {
  decade: { year: 'numeric', month: 'long' },
  year: { year: 'numeric', month: 'long' },
  month: { year: 'numeric', month: 'long', day: 'numeric' },
  day: { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
};

export function usePeriodWords(): PeriodWords {
  const { language } = usePortal();
  return useMemo(() => {
    const show = (options: Intl.DateTimeFormatOptions, at: number) =>
      dateFormat(language, { ...options, timeZone: 'Europe/Warsaw' }).format(at * 1000);
    return {
      tick: (level, at) => show(tickOptions[level], at),
      moment: (level, at) => show(momentOptions[level], at),
    };
  }, [language]);
}

export const spanWords = (words: PeriodWords, level: Level, { from, to }: View): string =>
  `${words.moment(level, from)} – ${words.moment(level, to)}`;
