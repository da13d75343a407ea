/**
 * Does a place work on a day? Facts in, answer out. Act of 15 April 2011 on medical activity (ustawa o działalności
 * leczniczej), art. 100 and following (what is entered in the register), art. 34 (suspended activity).
 */
import { standingOn } from '#core/registers/standing.ts';
import type { Answer, Place, Working } from './model.ts';

const words: { readonly [answer in Answer]: Working['says'] } = {
  works: { pl: 'Tego dnia prowadzi działalność.', en: 'It works on that day.' },
  unknown: { pl: 'Rejestr nie zna takiego numeru.', en: 'The register knows no such number. Check its digits.' },
  'not-yet': { pl: 'Tego dnia jeszcze nie rozpoczęto działalności.', en: 'On that day it had not begun to work.' },
  closed: { pl: 'Tego dnia już zakończono działalność.', en: 'On that day it had ceased to work.' },
  suspended: { pl: 'Tego dnia działalność jest zawieszona.', en: 'On that day its activity is suspended.' },
  'entity-closed': {
    pl: 'Podmiot lub jednostka, do której należy, nie prowadzi tego dnia działalności.',
    en: 'The entity or unit that it belongs to does not work on that day.',
  },
};

const answered = (answer: Answer, place?: Place): Working => ({
  ...{ answer, says: words[answer] },
  ...(place ? { place } : {}),
  ...(place?.kind === 'cell' ? { speciality: place.speciality } : {}),
});

const answers = { holds: 'works', 'not-yet': 'not-yet', over: 'closed', suspended: 'suspended' } as const;

/** `above`: what it belongs to, the unit and the entity, as far as the register has them. */
export function workingOn(place: Place | undefined, above: readonly Place[], day: string): Working {
  if (!place) return answered('unknown');
  const answer = answers[standingOn(place, day)];
  const isOpen = answer !== 'works' || above.every((one) => standingOn(one, day) === 'holds');
  return answered(isOpen ? answer : 'entity-closed', place);
}
