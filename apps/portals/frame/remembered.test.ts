/** Which language a portal opens in. */
import { expect, it } from 'vitest';
import { rememberedLanguage } from './remembered.ts';

const holding = (kept: string | null) => ({ getItem: () => kept });
const shut = {
  getItem: () => {
    throw new Error('SecurityError');
  },
};

it.each([
  ['nothing kept, a Polish browser', holding(null), 'pl-PL', 'pl'],
  ['nothing kept, an English browser', holding(null), 'en-GB', 'pl'],
  ['nothing kept, a Ukrainian browser', holding(null), 'uk-UA', 'uk'],
  ['a choice counts more than the browser', holding('en'), 'uk', 'en'],
  ['nonsense kept', holding('xx'), 'uk', 'uk'],
  ['storage is shut', shut, 'pl', 'pl'],
])('%s', (_, storage, browser, language) => {
  expect(rememberedLanguage(storage, browser)).toBe(language);
});
