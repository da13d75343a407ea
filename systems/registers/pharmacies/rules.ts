/** Is it open, and may this person dispense there? Facts in, answer out. Pharmaceutical Law of 6 September 2001, art. 86–99. */
import type { Answered } from '#core/registers/standing.ts';
import type { Dispensing, Opening, Pharmacy } from './model.ts';
import type { Says } from './ports.ts';

const words: { readonly [answer in Opening['answer']]: Says } = {
  holds: { pl: 'Apteka działa tego dnia.', en: 'The pharmacy works on that day.' },
  'not-yet': { pl: 'Zezwolenie tego dnia jeszcze nie obowiązywało.', en: 'The permit did not hold yet on that day.' },
  over: { pl: 'Zezwolenie tego dnia już nie obowiązywało.', en: 'The permit did not hold any more on that day.' },
  suspended: { pl: 'Apteka jest tego dnia czasowo nieczynna.', en: 'The pharmacy is closed for a time on that day.' },
  unknown: { pl: 'Rejestr nie zna takiej apteki.', en: 'The register knows no such pharmacy. Check its number.' },
};

export const openingOf = ({ answer, held }: Answered<Pharmacy>): Opening => ({
  ...{ answer, says: words[answer] },
  ...(held ? { pharmacy: held } : {}),
});

const may: Says = { pl: 'Może wydawać w tej aptece.', en: 'May dispense at this pharmacy.' };

/** The pharmacy goes before the person: where nothing may be dispensed, nobody may. */
export function dispensingBy(
  npwz: string,
  { answer, pharmacy, says }: Opening,
  right: { readonly answer: string; readonly says: Says },
): Dispensing {
  const about = {
    ...(pharmacy ? { pharmacy } : {}),
    toPatients: pharmacy?.type === 'public' || pharmacy?.type === 'point',
    isManager: pharmacy?.manager?.npwz === npwz,
  };
  if (answer !== 'holds') return { answer: 'pharmacy', ...about, says };
  if (right.answer !== 'holds') return { answer: 'person', ...about, says: right.says };
  return { answer: 'may', ...about, says: may };
}
