/** Observation/$lastn over HTTP. https://hl7.org/fhir/R4/observation-operation-lastn.html */
import { searchset } from '../interactions/bundle-text.ts';
import { sendText } from './answer.ts';
import { preferencesOf } from './negotiation.ts';
import type { FhirOperation } from './operation.ts';
import { queryOfOperation } from './parameters.ts';

export const lastn: FhirOperation = {
  name: 'lastn',
  definition: 'http://hl7.org/fhir/OperationDefinition/Observation-lastn',
  types: ['Observation'],
  methods: ['GET', 'POST'],
  async handle(asked, record) {
    const { call, query, reply, request } = asked;
    const { baseUrl } = record.settings;
    const page = await record.lastn(call, queryOfOperation(asked), preferencesOf(request));
    sendText(reply, 200, searchset(baseUrl, `${baseUrl}/Observation/$lastn`, page), query);
  },
};
