/** The hour and the day in Poland. Asking Intl for each event would cost more than all rules together. */
const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Warsaw',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' },
});

export interface PolishHour {
  /** Days since 1970, by the Polish calendar. */
  readonly day: number;
  readonly hour: number;
  /** 0 Monday to 6 Sunday. */
  readonly weekday: number;
}

const hourLength = 3_600_000;
let known: { number: number; is: PolishHour } | undefined;

/** Clock changes fall on whole hours, so all of an hour is one answer. */
export function polishHour(at: number): PolishHour {
  const number = Math.floor(at / hourLength);
  if (known?.number === number) return known.is;
  const [date = '', hour = '0'] = parts.format(number * hourLength).split(' ');
  const day = Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
  known = { number, is: { day, hour: Number(hour), weekday: (day + 3) % 7 } };
  return known.is;
}
