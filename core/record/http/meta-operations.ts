/** $meta, $meta-add, $meta-delete over HTTP. https://hl7.org/fhir/R4/resource-operation-meta.html */
import { stringify } from '#libs/fhir/json.ts';
import { Refusal } from '../../refusal/refusal.ts';
import { parseEtags } from '../etag.ts';
import type { Meta } from '../interactions/meta-operation.ts';
import { sendText } from './answer.ts';
import { parseBody } from './body.ts';
import { demandFhir } from './negotiation.ts';
import type { Asked, FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';

const send = ({ reply, query }: Asked, meta: Meta): unknown =>
  sendText(
    reply,
    200,
    stringify({ resourceType: 'Parameters', parameter: [{ name: 'return', valueMeta: meta }] }),
    query,
  );

export const meta: FhirOperation = {
  name: 'meta',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-meta',
  system: true,
  types: 'all',
  instances: 'all',
  methods: ['GET'],
  async handle(asked, record) {
    const { call, type, id } = asked;
    return send(asked, await record.meta(call, type || undefined, id || undefined));
  },
};

function metaIn({ request }: Asked): Meta {
  demandFhir(request);
  const sent = parametersOf(parseBody(request.body)).find(({ name }) => name === 'meta')?.value;
  const { profile, security, tag } = (sent ?? {}) as { [element: string]: unknown };
  const isCodings = (value: unknown) =>
    value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null));
  const isTexts = profile === undefined || (Array.isArray(profile) && profile.every((one) => typeof one === 'string'));
  if (typeof sent !== 'object' || !isTexts || !isCodings(security) || !isCodings(tag)) {
    throw new Refusal('invalid', 'no-meta', 'Send Parameters with a parameter meta that has a valueMeta.');
  }
  return sent as Meta;
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
