/** Words for what prescriptions are in, in plain language. */
import { useLingui } from '@lingui/react';
import type { TagProps } from '#libs/ui/tag/tag.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { MyPrescription } from '../../model.ts';
import type { DayTime } from './plan.ts';

export interface StateWords {
  readonly kind: NonNullable<TagProps['kind']>;
  readonly icon: NonNullable<TagProps['icon']>;
  readonly word: string;
}

export function usePrescriptionWords() {
  const { i18n } = useLingui();
  const { number, date } = useFormat();
  return {
    /** A tag: one word for where the prescription stands. */
    state({ status, expired }: MyPrescription): StateWords {
      if (status === 'ANULOWANA') return { kind: 'neutral', icon: 'stop', word: i18n._('anulowana') };
      if (status === 'ZREALIZOWANA') return { kind: 'success', icon: 'done', word: i18n._('wykupiona') };
      if (expired) return { kind: 'neutral', icon: 'past', word: i18n._('termin minął') };
      if (status === 'ZABLOKOWANA') return { kind: 'info', icon: 'wait', word: i18n._('apteka ją przygotowuje') };
      if (status === 'CZESCIOWO_ZREALIZOWANA')
        return { kind: 'warning', icon: 'active', word: i18n._('wykupiona częściowo') };
      return { kind: 'warning', icon: 'wait', word: i18n._('do wykupienia') };
    },
    /** `Zostały 2 z 3 opakowań.` */
    left: ({ remaining, quantity }: MyPrescription): string =>
      i18n._('Do wykupienia zostało: {left} z {all} opak.', { left: number(remaining), all: number(quantity) }),
    /** Until when, and from when if that is still to come. */
    days: ({ from, until }: MyPrescription, today: string): string =>
      from > today
        ? i18n._('Wykup od {from} do {until}', { from: date(from) ?? '', until: date(until) ?? '' })
        : i18n._('Wykup do {until}', { until: date(until) ?? '' }),
    time: (time: DayTime): string =>
      ({
        morning: i18n._('Rano'),
        noon: i18n._('W południe'),
        evening: i18n._('Wieczorem'),
        night: i18n._('Na noc'),
      })[time],
  };
}

/** The day in Poland at an instant. */
export const polishDay = (instant: Date): string => instant.toLocaleDateString('sv-SE', { timeZone: 'Europe/Warsaw' });
