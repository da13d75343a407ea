/** An access in plain words: when, as whom, what, why. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { Relation } from '#core/access/relations.ts';
import type { Access, Category } from '../../model.ts';

type I18n = ReturnType<typeof useLingui>['i18n'];

export function useAccessWords() {
  const { i18n } = useLingui();
  const { time } = useFormat();
  return {
    /** `9:12` or `9:12–9:40`. */
    time: ({ first, last }: Access): string => [...new Set([time(first), time(last)])].join('–'),
    role: ({ who: { role } }: Access): string =>
      ({
        patient: i18n._('pacjent'),
        proxy: i18n._('osoba zaufana'),
        physician: i18n._('lekarz'),
        pharmacist: i18n._('farmaceuta'),
        operator: i18n._('obsługa systemu'),
        machine: i18n._('system placówki'),
        platform: i18n._('system e-Zdrowie'),
      })[role],
    purpose: ({ purpose, own }: Access): string =>
      own
        ? i18n._('Cel: Twoje konto')
        : {
            TREAT: i18n._('Cel: leczenie'),
            PATRQT: i18n._('Cel: prośba pacjenta'),
            HOPERAT: i18n._('Cel: praca systemu'),
            ETREAT: i18n._('Cel: ratowanie życia'),
          }[purpose],
    /** What tied them, in plain words; a physician whom nothing tied is told apart. */
    relation: ({ relation, who: { role }, refused }: Access): string | undefined => {
      if (role === 'pharmacist' && !refused) return relationWords(i18n).prescription;
      if (refused || role !== 'physician') return undefined;
      return relation ? relationWords(i18n)[relation] : i18n._('Nie widzimy powodu: zapytaj o to otwarcie');
    },
    categories: ({ categories }: Access): string => {
      const said = categories.map((category) => categoryWords(i18n)[category]).join(', ');
      return said.charAt(0).toLocaleUpperCase() + said.slice(1);
    },
  };
}

const relationWords = (i18n: I18n): Record<Relation, string> => ({
  declared: i18n._('Twoja przychodnia z deklaracji'),
  visit: i18n._('Byłaś lub byłeś tam na wizycie'),
  admission: i18n._('Byłaś lub byłeś tam w szpitalu'),
  programme: i18n._('Leczysz się tam w programie'),
  team: i18n._('Twój zespół leczący'),
  earlier: i18n._('Wcześniejsze leczenie'),
  referral: i18n._('Twoje skierowanie'),
  prescription: i18n._('Twoja recepta'),
  consent: i18n._('Twoja zgoda'),
  code: i18n._('Twój kod jednorazowy'),
  emergency: i18n._('Bez Twojej zgody: chodziło o życie'),
});

const categoryWords = (i18n: I18n): Record<Category, string> => ({
  everything: i18n._('cała dokumentacja'),
  'personal-data': i18n._('dane osobowe'),
  visits: i18n._('wizyty'),
  problems: i18n._('rozpoznania'),
  medicines: i18n._('leki'),
  results: i18n._('wyniki'),
  allergies: i18n._('uczulenia'),
  immunisations: i18n._('szczepienia'),
  procedures: i18n._('zabiegi'),
  referrals: i18n._('skierowania'),
  documents: i18n._('dokumenty'),
  plans: i18n._('plany leczenia'),
  consents: i18n._('zgody'),
  finances: i18n._('rozliczenia'),
  'who-looked': i18n._('ta lista'),
  other: i18n._('inne dane'),
});
