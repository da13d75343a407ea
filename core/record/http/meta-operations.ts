/** $meta, $meta-add, $meta-delete over HTTP. https://hl7.org/fhir/R4/resource-operation-meta.html */
import { stringify } from '#libs/fhir/json.ts';
import { parseEtags } from '../etag.ts';
import type { Meta } from '../interactions/meta-operation.ts';
import { metaAnswer, metaInBody } from '../interactions/operation-parameters.ts';
import { sendText } from './answer.ts';
import { parseBody } from './body.ts';
import { demandFhir } from './negotiation.ts';
import type { Asked, FhirOperation } from './operation.ts';

const send = ({ reply, query }: Asked, meta: Meta): unknown => sendText(reply, 200, stringify(metaAnswer(meta)), query);

export const meta: FhirOperation = {
  name: 'meta',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-meta',
  system: true,
  types: 'all',
  instances: 'all',
  // It changes nothing, so both are right. https://hl7.org/fhir/R4/operations.html#executing
  methods: ['GET', 'POST'],
  async handle(asked, record) {
    const { call, type, id } = asked;
    return send(asked, await record.meta(call, type || undefined, id || undefined));
  },
};

function metaIn({ request }: Asked): Meta {
  demandFhir(request);
  return metaInBody(parseBody(request.body));
}

const changing = (kind: 'meta-add' | 'meta-delete'): FhirOperation => ({
  name: kind,
  definition: `http://hl7.org/fhir/OperationDefinition/Resource-${kind}`,
  instances: 'all',
  methods: ['POST'],
  async handle(asked, record) {
    const { call, type, id, request } = asked;
    const ifMatch = request.headers['if-match'];
    const options = ifMatch === undefined ? {} : { ifMatch: parseEtags(ifMatch) };
    return send(asked, await record.changeMeta(call, kind, { type, id }, metaIn(asked), options));
  },
});

export const metaAdd = changing('meta-add');
export const metaDelete = changing('meta-delete');
