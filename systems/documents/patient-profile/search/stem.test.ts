/** The stemmer on words that physicians write: forms of one word meet, and words that must not meet do not. */
import { expect, it } from 'vitest';
import { fold } from '#libs/fhir/search/text.ts';
import { stem } from './stem.ts';

const families = [
  'zawał zawału zawałem zawale zawały zawałów',
  'serce serca sercu sercem',
  'niewydolność niewydolności niewydolnością',
  'cukrzyca cukrzycy cukrzycę cukrzycą',
  'tabletka tabletki tabletek tabletkę tabletce',
  'wątroba wątroby wątrobie wątrobę',
  'żołądek żołądka żołądku',
  'złamanie złamania złamaniem złamań',
  'operacja operacji operację',
  'nerka nerki nerce nerek nerkach',
  'krew krwi krwią',
  'ząb zęba zęby zębów',
  'płuco płuca płuc płucach',
  'nowotwór nowotworu nowotworem',
  'ostry ostra ostrego ostrej ostrym',
  'przewlekła przewlekłej przewlekłą przewlekły',
  'kaszel kaszlu kaszlem',
  'gorączka gorączki gorączkę gorączce',
  'szpital szpitala szpitalu szpitale szpitali',
  'choroba choroby chorób chorobie',
  'ból bólu bóle bólów',
  'lek leki leku leków lekami',
  'wypis wypisu wypisie',
  'zapalenie zapalenia zapaleniem zapaleń',
  'lewa lewej lewego',
];

it.each(families)('brings forms together: %s', (family) => {
  expect([...new Set(family.split(' ').map((word) => stem(fold(word))))]).toHaveLength(1);
});

it('keeps the families apart from one another', () => {
  const stems = families.map((family) => stem(fold(family.split(' ')[0] as string)));
  expect(new Set(stems).size).toBe(families.length);
});

it.each([
  ['serce', 'serwis'],
  ['lek', 'lekarz'],
  ['prawa', 'prawidłowo'],
  ['nerka', 'nerw'],
  ['płuco', 'płukanie'],
])('does not take %s for %s', (one, other) => {
  expect(stem(fold(one))).not.toBe(stem(fold(other)));
});

it('leaves numbers, codes and short words alone', () => {
  for (const word of ['i50', '120', 'rr', 'ekg', '5mg', 'a1c', 'constructor', 'toString']) {
    if (/\d/.test(word) || word.length <= 3) expect(stem(word)).toBe(word);
    else expect(typeof stem(word.toLowerCase())).toBe('string');
  }
});
