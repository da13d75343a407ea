/** Warnings that need no set: the same twice, and what is recorded as an allergy. */
import type { Warning } from './model.ts';

type Said = Omit<Warning, 'kind' | 'medicines' | 'because'>;

const source = 'ATC/DDD, WHO Collaborating Centre for Drug Statistics Methodology: poziomy kodu';

export const doubledWords: { readonly substance: Said; readonly group: Said } = {
  substance: {
    rule: 'doubled-substance',
    severity: 'major',
    effect: {
      pl: 'Ta sama substancja dwa razy.',
      en: 'The same substance twice.',
      uk: 'Та сама речовина двічі.',
    },
    advice: {
      pl: 'Sprawdź, czy pacjent nie bierze jej już z innej recepty.',
      en: 'Check whether the patient already takes it from another prescription.',
      uk: 'Перевірте, чи пацієнт уже не приймає її за іншим рецептом.',
    },
    source,
  },
  group: {
    rule: 'doubled-group',
    severity: 'moderate',
    effect: {
      pl: 'Dwa leki z tej samej grupy chemicznej.',
      en: 'Two medicines of the same chemical subgroup.',
      uk: 'Два препарати однієї хімічної підгрупи.',
    },
    advice: {
      pl: 'Sprawdź, czy oba są potrzebne.',
      en: 'Check whether both are needed.',
      uk: 'Перевірте, чи потрібні обидва.',
    },
    source,
  },
};

export const recordedAllergy: Said = {
  rule: 'allergy-recorded',
  severity: 'contraindicated',
  effect: {
    pl: 'Zapisane uczulenie na ten lek lub jego grupę.',
    en: 'A recorded allergy to this medicine or its group.',
    uk: 'Записана алергія на цей препарат або його групу.',
  },
  advice: {
    pl: 'Wybierz lek spoza grupy albo wyjaśnij uczulenie.',
    en: 'Choose a medicine outside the group, or clarify the allergy.',
    uk: 'Оберіть препарат поза групою або з’ясуйте алергію.',
  },
  source: 'AllergyIntolerance w dokumentacji pacjenta',
};
