/** Operations as entries of a batch, and by GET of a transaction. https://hl7.org/fhir/R4/http.html#transaction */
import { stringify } from '#libs/fhir/json.ts';
import type { Call } from '../../access/actor.ts';
import { operationOutcome } from '../../refusal/refusal.ts';
import type { BundleOperation } from '../bundle-operation.ts';
import { bundleAnswer, type ReadAnswer, searchsetText } from './bundle-text.ts';
import type { RecordContext } from '../context.ts';
import type { UpdateOptions } from '../record.ts';
import { everything, everythingOfAll } from './everything.ts';
import { lastn } from './lastn.ts';
import { changeMeta, meta } from './meta-operation.ts';
import { metaAnswer, metaInBody, queryWithBody } from './operation-parameters.ts';
import { validateOperation } from './validate-operation.ts';
import { validateParameters } from './validate-parameters.ts';

interface Asked extends BundleOperation {
  readonly options?: UpdateOptions;
}

/** Undefined where the operation is not one of such an address. */
type Answer = (context: RecordContext, call: Call, asked: Asked) => Promise<string> | undefined;

const changing =
  (kind: 'meta-add' | 'meta-delete'): Answer =>
  (context, call, { type, id, body, options }) =>
    id === ''
      ? undefined
      : changeMeta(context, call, kind, { type, id }, metaInBody(body), options).then((now) =>
          stringify(metaAnswer(now)),
        );

const own: { readonly [name: string]: Answer | undefined } = {
  async validate(context, call, { type, id, query, body }) {
    const parameters = { ...validateParameters(body, query), ...(id && { id }) };
    return JSON.stringify(operationOutcome(await validateOperation(context, call, type || undefined, parameters)));
  },
  everything(context, call, { type, id, query, body }) {
    const { baseUrl } = context.settings;
    const asked = () => queryWithBody(query, body);
    const answer = (path: string, page: Parameters<typeof searchsetText>[2]) =>
      searchsetText(baseUrl, `${baseUrl}/${path}/$everything`, page);
    if (type === 'Patient' && id === '') {
      return everythingOfAll(context, call, asked()).then((page) => answer(type, page));
    }
    if ((type !== 'Patient' && type !== 'Encounter') || id === '') return undefined;
    return everything(context, call, { type, id }, asked()).then((page) => answer(`${type}/${id}`, page));
  },
  lastn(context, call, { type, id, query, body }) {
    if (type !== 'Observation' || id !== '') return undefined;
    const { baseUrl } = context.settings;
    return lastn(context, call, queryWithBody(query, body)).then((page) =>
      searchsetText(baseUrl, `${baseUrl}/Observation/$lastn`, page),
    );
  },
  async meta(context, call, { type, id }) {
    return stringify(metaAnswer(await meta(context, call, type || undefined, id || undefined)));
  },
  'meta-add': changing('meta-add'),
  'meta-delete': changing('meta-delete'),
};

/** The answer to an operation of the record or of others; undefined when nobody here has it. */
export async function operationInBundle(
  context: RecordContext,
  call: Call,
  asked: Asked,
): Promise<ReadAnswer | undefined> {
  const mine = Object.hasOwn(own, asked.name) ? own[asked.name]?.(context, call, asked) : undefined;
  if (mine) return bundleAnswer(await mine);
  const { type, id, name, query, body } = asked;
  const answer = context.terminology?.operate?.(call, { type, id, name, query, body });
  return answer && bundleAnswer(JSON.stringify(await answer));
}
