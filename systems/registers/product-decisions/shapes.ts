/** What the register of decisions answers, as JSON schemas, and examples of it. */
import type { Example } from '#core/http/operation.ts';
import { dayText, inTwoLanguages, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import { kinds, scopes } from './model.ts';

const members = {
  ...{ number: text, gtin: text, kind: oneOf(kinds), decided: dayText, effective: dayText, product: text },
  ...{ batches: listOf(text), scope: oneOf(scopes), reason: text },
};
const decision = shape(members);
export const decisionList = shape({ decisions: listOf(decision) });
export const news = shape(
  { decisions: listOf(shape({ ...members, since: whole })), more: yesOrNo },
  { next: { ...text, description: 'Also on the last page: whoever comes again goes on from there.' } },
);
export const verdict = shape(
  { answer: oneOf(['dispensable', 'stopped', 'check-batch']), says: inTwoLanguages },
  { decision, stopped: listOf(text) },
);

const withdrawal = {
  ...{ number: 'DEMO/1/2026', gtin: '02000000000305', kind: 'withdrawal', decided: '2026-01-12' },
  ...{ effective: '2026-01-12', product: 'Łuhodolox 10 mg', batches: ['A123', 'A124'], scope: 'patient' },
  reason: 'Zmyślony wynik poza specyfikacją',
};

/** By the name of the operation. */
export const examples: { readonly [name: string]: readonly Example[] } = {
  'ask-whether-dispensable': [
    {
      ...{ summary: 'A batch that is withdrawn', query: { gtin: '02000000000305', batch: 'A123' } },
      reply: {
        ...{ answer: 'stopped', decision: withdrawal },
        says: {
          pl:
            'Nie wydawaj: seria jest wycofana z obrotu od 2026-01-12, decyzja DEMO/1/2026. Odłóż ją osobno. ' +
            'Pacjent oddaje ją do apteki.',
          en: 'Do not dispense: withdrawn from 2026-01-12 on by decision DEMO/1/2026. Put it aside.',
        },
      },
    },
    {
      ...{ summary: 'A batch that no decision names', query: { gtin: '02000000000305', batch: 'X1' } },
      reply: {
        answer: 'dispensable',
        says: {
          pl: 'Wolno wydać: żadna decyzja jej nie wstrzymuje.',
          en: 'May be dispensed: no decision stops it.',
        },
      },
    },
  ],
  'list-product-decisions': [
    { summary: 'Of a package', params: { gtin: '02000000000305' }, reply: { decisions: [withdrawal] } },
  ],
  'list-news-of-product-decisions': [
    {
      summary: 'From the beginning',
      reply: {
        ...{ decisions: [{ ...withdrawal, since: 1 }], more: false },
        next: 'WzEsIkRFTU8vNC8yMDI2IiwiMDIwMDAwMDAwMDA4MDAiXQ',
      },
    },
  ],
};
