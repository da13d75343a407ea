/** What is wrong with a PESEL, said so that it can be put right. The rules are libs/polish-identifiers'. */
import type { I18n } from '@lingui/core';
import { peselFault } from '#libs/polish-identifiers/pesel.ts';

/** `59 03 12 345 67`: the birth date, the serial and the check digit are read in groups. */
export const groupPesel = (digits: string): string =>
  [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6), digits.slice(6, 9), digits.slice(9)]
    .filter(Boolean)
    .join(' ');

export const peselDigits = (text: string): string => text.replace(/[\s-]/g, '');

/** Undefined when the PESEL is right. */
export function peselProblem(i18n: I18n, text: string): string | undefined {
  const pesel = peselDigits(text);
  const fault = peselFault(pesel);
  switch (fault?.part) {
    case undefined:
      return undefined;
    case 'length':
      return pesel.length === 0
        ? i18n._('Wpisz PESEL')
        : i18n._(
            'PESEL ma 11 cyfr, a tu {count, plural, one {jest # cyfra} few {są # cyfry} other {jest # cyfr}}. Popraw go.',
            {
              count: pesel.length,
            },
          );
    case 'digits':
      return i18n._('PESEL ma tylko cyfry. Usuń litery i znaki.');
    case 'month':
      return i18n._('Sprawdź cyfry 3 i 4 ({digits}): nie ma takiego miesiąca.', { digits: pesel.slice(2, 4) });
    case 'day':
      return i18n._('Sprawdź cyfry 5 i 6 ({digits}): w tym miesiącu nie ma takiego dnia.', {
        digits: pesel.slice(4, 6),
      });
    default:
      return i18n._('Ostatnia cyfra nie pasuje do reszty. Sprawdź, czy dwie cyfry nie są zamienione.');
  }
}
