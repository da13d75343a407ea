/**
 * The operations of the terminology service as values for the FHIR face.
 * https://hl7.org/fhir/R4/terminology-service.html
 */
import type { Asked, FhirOperation } from '../../record/http/operation.ts';
import { sendText } from '../../record/http/answer.ts';
import type { Terminology } from '../terminology.ts';
import {
  closureOf,
  expandOf,
  findMatchesOf,
  lookupOf,
  subsumesOf,
  translateOf,
  validateCodeOf,
  validateMemberOf,
} from './questions.ts';
import { Inputs } from './inputs.ts';

const definition = (type: string, name: string) => `http://hl7.org/fhir/OperationDefinition/${type}-${name}`;

type Question = (terminology: Terminology, inputs: Inputs, asked: Asked) => Promise<object>;

export function terminologyOperations(terminology: Terminology): readonly FhirOperation[] {
  const operation = (type: string, name: string, atInstance: boolean, ask: Question): FhirOperation => ({
    name,
    definition: definition(type, name),
    types: [type],
    ...(atInstance ? { instances: [type] } : {}),
    methods: ['GET', 'POST'],
    async handle(asked) {
      const { call, id, query, reply } = asked;
      const inputs = Inputs.of(asked);
      const entity = id === '' ? undefined : `${type}/${id}`;
      const answer = await terminology.answer(call, { name, type, entity, query: inputs.text }, () =>
        ask(terminology, inputs, asked),
      );
      sendText(reply, 200, JSON.stringify(answer), query);
    },
  });
  return [
    operation('CodeSystem', 'lookup', false, lookupOf),
    operation('CodeSystem', 'validate-code', true, validateCodeOf),
    operation('CodeSystem', 'subsumes', true, subsumesOf),
    operation('ValueSet', 'expand', true, expandOf),
    operation('ValueSet', 'validate-code', true, validateMemberOf),
    operation('ConceptMap', 'translate', true, translateOf),
    operation('CodeSystem', 'find-matches', true, findMatchesOf),
    closureOperation(terminology),
  ];
}

/** Keeps something for who asks: for machines, which have names of their own. */
const closureOperation = (terminology: Terminology): FhirOperation => ({
  name: 'closure',
  definition: definition('ConceptMap', 'closure'),
  system: true,
  methods: ['POST'],
  async handle(asked) {
    const { call, query, reply } = asked;
    const inputs = Inputs.of(asked);
    const about = { name: 'closure', type: 'ConceptMap', entity: undefined, query: inputs.text };
    const answer = await terminology.answer(call, about, () => closureOf(terminology, inputs, asked));
    sendText(reply, 200, JSON.stringify(answer), query);
  },
});
