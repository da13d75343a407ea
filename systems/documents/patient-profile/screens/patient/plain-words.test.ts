/**
 * The patient's screens speak plain Polish: no sentence of more than twenty words, none of the phrases that
 * officials like, no names of systems, no raw codes or dates of machines. ux/design.md section 6, ux/features.md G6
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const catalogue = readFileSync(new URL('../locales/pl.po', import.meta.url), 'utf8');

/** Messages that a patient reads, alone or beside a physician. */
const messages = catalogue.split('\n\n').flatMap((block) => {
  if (!/screens\/(patient|room|wording)\//.test(block)) return [];
  const [, quoted = ''] = /^msgid ((?:".*"\n?)+)/m.exec(block) ?? [];
  const id = [...quoted.matchAll(/"(.*)"/g)].map(([, part]) => part).join('');
  return id ? [id.replaceAll('\\"', '"')] : [];
});

/** Of a plural the form that is read most often; a value counts as one word. */
const spoken = (message: string): string =>
  message.replace(/\{\w+, plural,.*?other \{([^{}]*)\}\}/gs, '$1').replace(/\{\w+\}|#/g, 'X');

const sentences = (message: string): string[] => spoken(message).split(/(?<=[.!?])\s+/);
const words = (sentence: string): string[] => sentence.match(/[\p{L}\d][\p{L}\d.,/-]*/gu) ?? [];

const most = 20;
const banned: readonly RegExp[] = [
  /prosimy o/iu,
  /(?<!\p{L})celem \p{L}+(ania|enia|cia)(?!\p{L})/iu,
  /niniejsz/iu,
  /uprzejmie informujemy/iu,
  /w zakresie/iu,
  /(?<!\p{L})dokona(ć|j|nie|no)/iu,
  /nieprawidłowa wartość|błędne żądanie/iu,
  /(?<!\p{L})(ww\.|w\/w|tj\.|ds\.)/iu,
  /(?<!\p{L})(ePP|EDM|SGR|SGZ|SGS|FHIR|LOINC|ICD)(?!\p{L})/u,
  /\p{L}+(anie|enie|ania|enia) \p{L}+(ania|enia)(?!\p{L})/iu,
  /\d{4}-\d{2}-\d{2}/u,
];

describe('the words of the patient’s screens', () => {
  it('are there to be judged', () => {
    expect(messages.length).toBeGreaterThan(200);
    expect(messages).toContain('Moje zdrowie w skrócie');
  });

  it(`have no sentence of more than ${most} words`, () => {
    expect(messages.flatMap(sentences).filter((sentence) => words(sentence).length > most)).toEqual([]);
  });

  it.each(banned.map((phrase) => [phrase.source, phrase] as const))('never say %s', (_, phrase) => {
    expect(messages.filter((message) => phrase.test(spoken(message)))).toEqual([]);
  });

  it('would find what it looks for', () => {
    expect(banned.some((phrase) => phrase.test('Celem uzyskania wyniku'))).toBe(true);
    expect(banned.some((phrase) => phrase.test('przeprowadzenie badania'))).toBe(true);
    expect(words(spoken('{n, plural, one {# wynik} other {# wyników}} od {day}'))).toHaveLength(4);
  });
});
