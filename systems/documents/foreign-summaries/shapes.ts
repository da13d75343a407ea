/** Shapes of the requests and answers of foreign summaries. */
import type { Schema } from '#core/http/operation.ts';
import { instantText, listOf, oneOf, shape, text, whole, yesOrNo } from '#core/http/shapes.ts';
import {
  comparedKinds,
  decisionKinds,
  differences,
  documentKinds,
  documentNotes,
  factNotes,
  identityVerdicts,
  relations,
  sectionKinds,
  sectionStates,
  traits,
  traitVerdicts,
} from './model.ts';

const id: Schema = { type: 'string', pattern: '^[A-Za-z0-9\\-.]{1,64}$' };
const strict = (properties: Record<string, Schema>, ...optional: string[]): Schema => ({
  ...{ type: 'object', properties, additionalProperties: false },
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const content: Schema = { type: 'string', minLength: 1, maxLength: 2_000_000 };
const reason: Schema = { type: 'string', maxLength: 500 };

const code = shape({ known: yesOrNo }, { system: text, code: text, display: text });
const fact = {
  always: {
    ...{ key: text, kind: oneOf(sectionKinds), type: text, what: text, codes: listOf(code) },
    notes: listOf(oneOf(factNotes)),
  },
  perhaps: { date: text, until: text, status: text, detail: text, none: yesOrNo },
};
const section = {
  always: { kind: oneOf(sectionKinds), title: text, state: oneOf(sectionStates), text: listOf(text) },
  perhaps: { code: text, reason: text, lang: text },
};
const person = shape(
  { name: text, identifiers: listOf(shape({ value: text }, { system: text, isPesel: yesOrNo })) },
  { birthDate: text, gender: text, country: text },
);
const head = {
  always: {
    ...{ kind: oneOf(documentKinds), title: text, authors: listOf(text), person, notes: listOf(oneOf(documentNotes)) },
    ...{ dangling: listOf(text), unknownSystems: listOf(text) },
    counts: { type: 'object', additionalProperties: whole } as Schema,
  },
  perhaps: { language: text, date: text, custodian: text, profile: text },
};
const document = shape(
  {
    ...head.always,
    sections: listOf(shape({ ...section.always, facts: listOf(shape(fact.always, fact.perhaps)) }, section.perhaps)),
  },
  head.perhaps,
);
const trait = shape({ trait: oneOf(traits), verdict: oneOf(traitVerdicts) }, { there: text, here: text });
const identity = shape({ verdict: oneOf(identityVerdicts), traits: listOf(trait) });
const stored = shape(
  {
    ...{ id: text, patient: text, kind: oneOf(documentKinds), title: text, authors: listOf(text) },
    ...{ importedAt: instantText, importedBy: text, sha256: text, bytes: whole },
  },
  { date: text },
);
const decision = shape(
  { key: text, kind: oneOf(decisionKinds), at: instantText, by: text, document: text },
  { reason: text, resource: text },
);
const comparedFact = shape(
  {
    ...fact.always,
    ...{ relation: oneOf(relations), differences: listOf(oneOf(differences)), ours: listOf(text), acceptable: yesOrNo },
  },
  { ...fact.perhaps, decision },
);
const ours = shape(
  { reference: text, kind: oneOf(comparedKinds), what: text, codes: listOf(code) },
  { date: text, status: text, detail: text, none: yesOrNo, foreign: yesOrNo },
);

export const schemas = {
  byPatient: strict({ patient: id }),
  byDocument: strict({ id }),
  check: strict({ document: content }),
  file: strict({ document: content, confirmed: yesOrNo, reason }, 'reason'),
  decide: strict({ key: { type: 'string', maxLength: 40 }, decision: oneOf(decisionKinds), reason }, 'reason'),
  checked: shape({ document, identity }, { already: text }),
  filed: shape({ id: text, isNew: yesOrNo }),
  list: shape({ documents: listOf(stored) }),
  original: shape({ stored, content: text }),
  decision,
  reconciliation: shape({
    ...{ stored, identity, document: shape(head.always, head.perhaps), ours: listOf(ours), mayDecide: yesOrNo },
    sections: listOf(
      shape({ ...section.always, facts: listOf(comparedFact), onlyHere: listOf(text) }, section.perhaps),
    ),
    ...{ cut: listOf(oneOf(comparedKinds)), undecided: whole },
  }),
} as const satisfies Record<string, Schema>;
