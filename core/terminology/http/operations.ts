/**
 * The operations of the terminology service as values for the FHIR face.
 * https://hl7.org/fhir/R4/terminology-service.html
 */
import type { Operate } from '../../record/bundle-operation.ts';
import type { FhirOperation } from '../../record/http/operation.ts';
import { sendText } from '../../record/http/answer.ts';
import type { Terminology } from '../terminology.ts';
import {
  type About,
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

type Question = (terminology: Terminology, inputs: Inputs, about: About) => Promise<object>;

interface Definition {
  readonly type: string;
  readonly name: string;
  readonly atInstance: boolean;
  readonly ask: Question;
}

const definitions: readonly Definition[] = [
  { type: 'CodeSystem', name: 'lookup', atInstance: false, ask: lookupOf },
  { type: 'CodeSystem', name: 'validate-code', atInstance: true, ask: validateCodeOf },
  { type: 'CodeSystem', name: 'subsumes', atInstance: true, ask: subsumesOf },
  { type: 'ValueSet', name: 'expand', atInstance: true, ask: expandOf },
  { type: 'ValueSet', name: 'validate-code', atInstance: true, ask: validateMemberOf },
  { type: 'ConceptMap', name: 'translate', atInstance: true, ask: translateOf },
  { type: 'CodeSystem', name: 'find-matches', atInstance: true, ask: findMatchesOf },
];

/** The answer to one question, with its trace. */
function answerOf(terminology: Terminology, { type, name, ask }: Definition, inputs: Inputs, about: About) {
  const entity = about.id === '' ? undefined : `${type}/${about.id}`;
  const asked = { name, type, entity, query: inputs.text };
  return terminology.answer(about.call, asked, () => ask(terminology, inputs, about));
}

/** The same questions as entries of a batch. https://hl7.org/fhir/R4/http.html#transaction */
export const operateIn =
  (terminology: Terminology): Operate =>
  (call, { type, id, name, query, body }) => {
    const found = definitions.find((one) => one.type === type && one.name === name && (id === '' || one.atInstance));
    return found && answerOf(terminology, found, Inputs.from(query, body, undefined), { id, call });
  };

export function terminologyOperations(terminology: Terminology): readonly FhirOperation[] {
  const operations = definitions.map((one): FhirOperation => {
    const { type, name, atInstance } = one;
    return {
      name,
      definition: definition(type, name),
      types: [type],
      ...(atInstance ? { instances: [type] } : {}),
      methods: ['GET', 'POST'],
      async handle(asked) {
        const answer = await answerOf(terminology, one, Inputs.of(asked), asked);
        sendText(asked.reply, 200, JSON.stringify(answer), asked.query);
      },
    };
  });
  return [...operations, closureOperation(terminology)];
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
