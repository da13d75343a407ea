/**
 * $first-entry over HTTP: ours. Answers a Provenance that is not stored: it is made of what the server itself wrote
 * down when the resource came in. https://hl7.org/fhir/R4/provenance.html
 */
import { auditSystems } from '../../audit/audit-event.ts';
import type { FirstEntry } from '../interactions/first-entry.ts';
import { sendText } from './answer.ts';
import type { FhirOperation } from './operation.ts';

const participant = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';
const dataOperation = 'http://terminology.hl7.org/CodeSystem/v3-DataOperation';

export const firstEntryOperation: FhirOperation = {
  name: 'first-entry',
  definition: 'urn:ezdrowie:operation:first-entry',
  instances: 'all',
  methods: ['GET'],
  async handle({ reply, call, query, type, id }, record) {
    return sendText(reply, 200, JSON.stringify(provenanceOf(await record.firstEntry(call, type, id))), query);
  },
};

function provenanceOf({ type, id, recorded, author, source }: FirstEntry) {
  const on = author?.facility && {
    onBehalfOf: {
      reference: `Organization/${author.facility}`,
      ...(author.facilityName ? { display: author.facilityName } : {}),
    },
  };
  const isSystem = author?.role === 'machine' || author?.role === 'platform';
  const kind = isSystem ? 'assembler' : author?.isSubject ? 'informant' : 'author';
  return {
    resourceType: 'Provenance',
    target: [{ reference: `${type}/${id}/_history/1` }],
    recorded: recorded.toISOString(),
    activity: { coding: [{ system: dataOperation, code: 'CREATE' }] },
    agent: [
      {
        type: { coding: [{ system: participant, code: kind }] },
        ...(author?.role ? { role: [{ coding: [{ system: auditSystems.role, code: author.role }] }] } : {}),
        who: author
          ? {
              identifier: { system: auditSystems.actor, value: author.id },
              ...(author.name ? { display: author.name } : {}),
            }
          : { display: 'unknown' },
        ...on,
      },
    ],
    ...(source ? { entity: [{ role: 'source', what: { identifier: { value: source } } }] } : {}),
  };
}
