/** Codes of prescriptions in the words of the language that is on: states, payment, entitlements, refusals. */
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import type { Prescription, Verdict, Words } from '../../model.ts';
import type { BlockReason, Status } from '../../states.ts';
import type { DosageFault } from '../dosage/dosage-text.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];
type TagKind = 'neutral' | 'info' | 'success' | 'warning' | 'critical';

export function useRxWords() {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const { number } = useFormat();
  return useMemo(() => {
    const problems = problemWords(i18n);
    return {
      /** A prescription's state, said with its colour; days that are over are a state to people. */
      state: ({ status, expired, remaining }: Pick<Prescription, 'status' | 'expired' | 'remaining'>) => {
        const over = expired && remaining > 0 && status !== 'ANULOWANA' && status !== 'ZREALIZOWANA';
        return over ? { kind: 'neutral' as TagKind, says: i18n._('po terminie') } : stateWords(i18n)[status];
      },
      refund: (level: string): string => refundWords(i18n)[level] ?? level,
      entitlement: (code: string): string => entitlementWords(i18n)[code] ?? code,
      block: (reason: BlockReason): string => blockWords(i18n)[reason],
      category: (category: string): string => categoryWords(i18n)[category] ?? category,
      dosageFault: (fault: DosageFault): string => dosageWords(i18n)[fault],
      /** `12,34 zł` */
      money: (grosze: number): string => `${number(grosze / 100, 2)} zł`,
      /** What a rule says, and what to do; the platform says it in Polish and English. */
      verdict: ({ pl, en, todo }: Pick<Verdict, 'pl' | 'en' | 'todo'>): string =>
        [language === 'en' ? en : pl, said(todo, language)].filter(Boolean).join(' '),
      /** The platform says what is wrong and what to do, in Polish and English. */
      problem: ({ code, status, message, pl }: ApiProblem): string =>
        problems[code] ??
        (status === 0
          ? i18n._('Nie mamy połączenia z e-Zdrowiem. Sprawdź internet i spróbuj ponownie.')
          : (language === 'en' ? message : pl) ||
            i18n._('Nie udało się. Nic nie zginęło. Spróbuj ponownie za chwilę.')),
    };
  }, [i18n, language, number]);
}

const said = (words: Words, language: string): string => (language === 'en' ? words.en : words.pl);

const stateWords = (i18n: I18n): Record<Status, { kind: TagKind; says: string }> => ({
  WYSTAWIONA: { kind: 'info', says: i18n._('do wykupienia') },
  ZABLOKOWANA: { kind: 'warning', says: i18n._('zablokowana') },
  CZESCIOWO_ZREALIZOWANA: { kind: 'info', says: i18n._('wykupiona częściowo') },
  ZREALIZOWANA: { kind: 'success', says: i18n._('wykupiona') },
  ANULOWANA: { kind: 'neutral', says: i18n._('anulowana') },
});

const refundWords = (i18n: I18n): Record<string, string> => ({
  B: i18n._('bezpłatny do limitu'),
  R: i18n._('ryczałt'),
  '30%': i18n._('30 %'),
  '50%': i18n._('50 %'),
  '100%': i18n._('100 % (bez refundacji)'),
});

const entitlementWords = (i18n: I18n): Record<string, string> => ({
  S: i18n._('S: senior'),
  DZ: i18n._('DZ: dziecko'),
  C: i18n._('C: ciąża'),
  IB: i18n._('IB: inwalida wojenny'),
  IW: i18n._('IW: inwalida wojskowy'),
  ZK: i18n._('ZK: zasłużony krwiodawca'),
  PO: i18n._('PO: świadczenia obronne'),
  AZ: i18n._('AZ: narażenie na azbest'),
  WP: i18n._('WP: żołnierz lub pracownik poszkodowany'),
  WE: i18n._('WE: weteran poszkodowany'),
  BW: i18n._('BW: nieubezpieczony uprawniony'),
  CN: i18n._('CN: ciąża, bez ubezpieczenia'),
  DN: i18n._('DN: dziecko, bez ubezpieczenia'),
  IN: i18n._('IN: inny nieubezpieczony'),
});

const blockWords = (i18n: I18n): Record<BlockReason, string> => ({
  W_REALIZACJI: i18n._('apteka przygotowuje lek'),
  WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU: i18n._('wydanie zagraża życiu lub zdrowiu'),
  PRODUKT_MOZE_ZOSTAC_UZYTY_W_CELU_POZAMEDYCZNYNM: i18n._('podejrzenie użycia poza leczeniem'),
  ZMIANA_SKLADU_LEKU_RECEPTUROWEGO: i18n._('trzeba zmienić skład leku recepturowego'),
  PRZETERMINOWANIE_LEKU: i18n._('lek przeterminowany'),
  WIEK_OSOBY_DLA_KTOREJ_JEST_WYSTAWIONA_RECEPTA: i18n._('wątpliwy wiek pacjenta'),
});

const categoryWords = (i18n: I18n): Record<string, string> => ({
  Rp: i18n._('Rp'),
  Rpz: i18n._('Rpz: zastrzeżony'),
  Rpw: i18n._('Rpw: odurzający lub psychotropowy'),
  OTC: i18n._('OTC: bez recepty'),
  Lz: i18n._('Lz: tylko w szpitalu'),
});

const dosageWords = (i18n: I18n): Record<DosageFault, string> => ({
  empty: i18n._('Wpisz dawkowanie, na przykład 1-0-1 albo 2x1.'),
  unequal: i18n._('Porcje w ciągu dnia muszą być równe. Lek z różnymi porcjami dodaj dwa razy.'),
  'nothing-taken': i18n._('Dawka musi być większa od zera, najwyżej 48 razy na dobę.'),
  'not-understood': i18n._(
    'Nie rozumiemy dawkowania. Napisz na przykład 1-0-1, 2x1, 1 co 8 h, 1/tydz; uwagi po średniku.',
  ),
});

const problemWords = (i18n: I18n): Readonly<Record<string, string>> => ({
  'prove-again': i18n._('Ten lek wymaga potwierdzenia, że to Ty. Wpisz kod z aplikacji.'),
  cooling: i18n._('Konto odzyskano mniej niż dobę temu. Do tego czasu nie wystawia recept.'),
});
