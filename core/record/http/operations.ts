/** The record's own operations. https://hl7.org/fhir/R4/operationslist.html */
import { searchset } from '../bundle-text.ts';
import { sendOutcome, sendText } from './answer.ts';
import { parseBody } from './body.ts';
import { demandFhir } from './negotiation.ts';
import type { FhirOperation } from './operation.ts';
import { validateParameters } from './validate-parameters.ts';

const hl7 = (name: string) => `http://hl7.org/fhir/OperationDefinition/${name}`;

const validate: FhirOperation = {
  name: 'validate',
  definition: hl7('Resource-validate'),
  system: true,
  types: 'all',
  instances: 'all',
  methods: ['GET', 'POST'],
  async handle({ request, reply, call, query, type, id }, record) {
    const hasBody = Buffer.isBuffer(request.body) && request.body.length > 0;
    if (hasBody) demandFhir(request);
    const parameters = validateParameters(hasBody ? parseBody(request.body) : undefined, query.text);
    const issues = await record.validate(call, type || undefined, id ? { ...parameters, id } : parameters);
    sendOutcome(reply, 200, issues);
  },
};

const everything: FhirOperation = {
  name: 'everything',
  definition: hl7('Patient-everything'),
  instances: ['Patient'],
  methods: ['GET'],
  async handle({ reply, call, query, id }, record) {
    const { baseUrl } = record.settings;
    const path = `${baseUrl}/Patient/${id}/$everything`;
    sendText(reply, 200, searchset(baseUrl, path, await record.everything(call, id, query.text)), query);
  },
};

export const recordOperations: readonly FhirOperation[] = [validate, everything];
