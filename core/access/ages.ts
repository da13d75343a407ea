/**
 * Ages that matter for who decides. Act of 6 November 2008 on patients' rights, art. 17 (from 16 the young person
 * decides with the parents); Civil Code, art. 10 § 1 (of age at 18). To be checked against the law in force before
 * production.
 */
export const ages = {
  /** A parent's authority ends by itself on this birthday, at midnight in Poland. */
  ofAge: 18,
  /** From this birthday the young person has an own account, withholds, and sees every act done for them. */
  ownAccount: 16,
  /** The longest delegation between adults, in years. */
  longestDelegation: 5,
} as const;

const offset = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Warsaw', timeZoneName: 'longOffset' });

/** The moment at which a day begins in Poland: `2026-03-01`. Clocks change at 2 and 3, so the offset at 0 UTC holds. */
export function polishMidnight(day: string): Date {
  const utc = new Date(`${day}T00:00:00Z`);
  const zone = offset.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value;
  return new Date(utc.getTime() - (zone === 'GMT+02:00' ? 2 : 1) * 3_600_000);
}

/** The moment of a birthday; of the 29th of February in other years, the 1st of March. Undefined without a date. */
export function birthday(birthDate: string | undefined, age: number): Date | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthDate ?? '') ?? [];
  if (!year || !month || !day) return undefined;
  const date = new Date(Date.UTC(Number(year) + age, Number(month) - 1, Number(day)));
  return polishMidnight(date.toISOString().slice(0, 10));
}
