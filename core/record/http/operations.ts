/** The record's own operations. https://hl7.org/fhir/R4/operationslist.html */
import { sourceSpots } from '#libs/fhir/source-lines.ts';
import type { Issue } from '../../refusal/refusal.ts';
import { validateParameters } from '../interactions/validate-parameters.ts';
import { sendOutcome } from './answer.ts';
import { parseBody } from './body.ts';
import { encounterEverything, patientEverything } from './everything-operation.ts';
import { expunge } from './expunge-operation.ts';
import { firstEntryOperation } from './first-entry-operation.ts';
import { lastn } from './lastn-operation.ts';
import { meta, metaAdd, metaDelete } from './meta-operations.ts';
import { demandFhir } from './negotiation.ts';
import type { FhirOperation } from './operation.ts';
import { reindexOperation, statusOperation } from './reindex-operations.ts';

const hl7 = (name: string) => `http://hl7.org/fhir/OperationDefinition/${name}`;

/** With line and column of what is said to be wrong, in the text that was sent. */
function located(issues: readonly Issue[], body: Buffer, place: string | undefined): Issue[] {
  const spots = sourceSpots(
    body.toString('utf8'),
    issues.map(({ expression }) => expression),
    place,
  );
  return issues.map((issue, at) => {
    const spot = issue.expression === undefined ? undefined : spots[at];
    return spot ? { ...issue, spot } : issue;
  });
}

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
    const isSent = hasBody && parameters.resource !== undefined && parameters.mode !== 'delete';
    sendOutcome(reply, 200, isSent ? located(issues, request.body as Buffer, parameters.place) : issues);
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
  firstEntryOperation,
  reindexOperation,
  statusOperation,
];
