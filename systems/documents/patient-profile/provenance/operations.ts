/** Rules of the profile as everybody may read them, and why a derived fact is shown. */
import { type Operation, operation } from '#core/http/operation.ts';
import { listOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import type { FhirRecord } from '#core/record/index.ts';
import { gapRules } from '../gaps/catalogue.ts';
import type { Explained, RuleCard } from '../model.ts';
import { readerOf } from '../reader.ts';
import { inThreeLanguages, link, source } from '../shapes.ts';
import { derivedRules } from './cards.ts';
import { levelRules } from './cards-levels.ts';
import { type Asked, explain } from './explain.ts';
import { inputsShown } from './inputs.ts';
import { levels } from './keys.ts';

/** Every rule by which a level says something that nobody recorded as such. */
export const ruleCards: readonly RuleCard[] = [
  ...derivedRules,
  ...levelRules,
  ...gapRules.map(({ find: _find, danger: _danger, ...card }) => card),
];

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };

/** RuleCard and InputShown of model.ts. */
const ruleShape = shape({
  ...{ id: text, title: inThreeLanguages, when: inThreeLanguages, source: text, owner: text, date: text },
  notForClinicalUse: { const: true },
});
const inputShape = shape(
  {
    ...{ version: whole, what: text, known: text, disputable: yesOrNo, opens: yesOrNo },
    ...{ link, source },
  },
  { date: text, changed: text, by: text },
);

export const provenanceOperations = (record: FhirRecord): Operation[] => [
  operation({
    name: 'list-profile-rules',
    method: 'GET',
    path: '/patient-profile/rules',
    summary: 'The rules of the e-Profil: what each says and when, its source, date and owner.',
    access: { roles: ['physician', 'patient', 'proxy', 'pharmacist', 'operator', 'machine'], purpose: 'TREAT' },
    audit: { action: 'R' },
    reply: shape({ rules: listOf(ruleShape) }),
    handle: async () => ({ rules: ruleCards }),
  }),
  operation({
    name: 'explain-fact',
    method: 'GET',
    path: '/patient-profile/:patient/why',
    summary:
      'Why a fact of the e-Profil is shown: the rules, and the entries that it stands on with version, author, dates.',
    access: { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' },
    audit: 'in-record',
    params: { type: 'object', required: ['patient'], properties: { patient: id } },
    query: {
      type: 'object',
      required: ['level', 'fact'],
      properties: {
        level: { enum: [...levels] },
        of: { type: 'string', maxLength: 110 },
        fact: { type: 'string', minLength: 1, maxLength: 1500 },
        asOf: { type: 'string', maxLength: 40 },
      },
    },
    reply: shape({ rules: listOf(ruleShape), inputs: listOf(inputShape) }),
    async handle({ params: { patient = '' }, query }, { call, now }) {
      const reader = readerOf(record, call, now(), query.asOf);
      const said = await explain(reader, patient, query as unknown as Asked);
      const keys = said.flatMap(([, ...inputs]) => inputs);
      const ids = said.map(([rule]) => rule);
      const rules = ruleCards.filter((card) => ids.includes(card.id));
      return { rules, inputs: await inputsShown(record, call, reader, patient, keys) } satisfies Explained;
    },
  }),
];
