/** May this person practise as a pharmacist on that day? Act of 10 December 2020 on the profession of pharmacist. */
import type { Answered } from '#core/registers/standing.ts';
import type { Pharmacist, Right } from './model.ts';

const words: { readonly [answer in Right['answer']]: Right['says'] } = {
  holds: { pl: 'Ma tego dnia prawo wykonywania zawodu.', en: 'The right to practise holds on that day.' },
  'not-yet': {
    pl: 'Tego dnia nie miał(a) jeszcze prawa wykonywania zawodu.',
    en: 'The right to practise did not hold yet on that day.',
  },
  over: {
    pl: 'Tego dnia prawo wykonywania zawodu już wygasło.',
    en: 'The right to practise had ended on that day.',
  },
  suspended: {
    pl: 'Tego dnia prawo wykonywania zawodu jest zawieszone.',
    en: 'The right to practise is suspended on that day.',
  },
  unknown: {
    pl: 'Rejestr nie zna tego numeru prawa wykonywania zawodu.',
    en: 'The register knows no such number (NPWZ). Check its eight digits.',
  },
};

export const rightOf = ({ answer, held }: Answered<Pharmacist>): Right => ({
  ...{ answer, says: words[answer] },
  ...(held ? { pharmacist: held } : {}),
});
