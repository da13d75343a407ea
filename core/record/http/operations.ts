/** The record's own operations. https://hl7.org/fhir/R4/operationslist.html */
import { sendOutcome } from './answer.ts';
import { parseBody } from './body.ts';
import { encounterEverything, patientEverything } from './everything-operation.ts';
import { expunge } from './expunge-operation.ts';
import { lastn } from './lastn-operation.ts';
import { meta, metaAdd, metaDelete } from './meta-operations.ts';
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

export const recordOperations: readonly FhirOperation[] = [
  validate,
  patientEverything,
  encounterEverything,
  lastn,
  meta,
  metaAdd,
  metaDelete,
  expunge,
];
