/** $everything over HTTP. https://hl7.org/fhir/R4/patient-operation-everything.html */
import { searchset } from '../interactions/bundle-text.ts';
import type { SearchPage } from '../record.ts';
import { sendText } from './answer.ts';
import type { Asked, FhirOperation } from './operation.ts';
import { queryOfOperation } from './parameters.ts';

const send = ({ reply, query }: Asked, baseUrl: string, path: string, page: SearchPage): unknown =>
  sendText(reply, 200, searchset(baseUrl, `${baseUrl}/${path}/$everything`, page), query);

export const patientEverything: FhirOperation = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  types: ['Patient'],
  instances: ['Patient'],
  methods: ['GET', 'POST'],
  async handle(asked, record) {
    const { call, id } = asked;
    const query = queryOfOperation(asked);
    const { baseUrl } = record.settings;
    if (id === '') return send(asked, baseUrl, 'Patient', await record.everythingOfAll(call, query));
    return send(asked, baseUrl, `Patient/${id}`, await record.everything(call, id, query));
  },
};

export const encounterEverything: FhirOperation = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Encounter-everything',
  instances: ['Encounter'],
  methods: ['GET', 'POST'],
  async handle(asked, record) {
    const page = await record.everythingOfEncounter(asked.call, asked.id, queryOfOperation(asked));
    return send(asked, record.settings.baseUrl, `Encounter/${asked.id}`, page);
  },
};
