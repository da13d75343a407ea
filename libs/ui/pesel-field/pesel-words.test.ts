/** A wrong PESEL is named by its wrong part, never only called wrong. */
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { expect, it } from 'vitest';
import { groupPesel, peselDigits, peselProblem } from './pesel-words.ts';

const i18n = setupI18n({ locale: 'pl', messages: { pl: {} } });
i18n.setMessagesCompiler(compileMessage);

it.each([
  ['59 03 12 000 28', undefined],
  ['', 'Wpisz PESEL'],
  ['5903120002', 'PESEL ma 11 cyfr, a tu jest 10 cyfr. Popraw go.'],
  ['590', 'PESEL ma 11 cyfr, a tu są 3 cyfry. Popraw go.'],
  ['5903120002x', 'PESEL ma tylko cyfry. Usuń litery i znaki.'],
  ['59131200028', 'Sprawdź cyfry 3 i 4 (13): nie ma takiego miesiąca.'],
  ['59033200028', 'Sprawdź cyfry 5 i 6 (32): w tym miesiącu nie ma takiego dnia.'],
  ['59031200029', 'Ostatnia cyfra nie pasuje do reszty. Sprawdź, czy dwie cyfry nie są zamienione.'],
])('says of "%s": %s', (text, said) => {
  expect(peselProblem(i18n, text)).toBe(said);
});

it('shows the groups that people read', () => {
  expect(groupPesel(peselDigits('590-312 00028'))).toBe('59 03 12 000 28');
});
