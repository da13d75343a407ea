/** `$reindex` and `SearchParameter/$status` over HTTP. Who may, and what they do: core/record/reindex/README.md. */
import type { Run } from '../reindex/runs.ts';
import type { ParameterRow } from '../search-parameters/store.ts';
import { typesOf } from '#libs/fhir/search/custom.ts';
import { sendText } from './answer.ts';
import type { FhirOperation } from './operation.ts';

export const reindexOperation: FhirOperation = {
  name: 'reindex',
  definition: 'urn:ezdrowie:operation:reindex',
  system: true,
  types: 'all',
  instances: ['SearchParameter'],
  methods: ['POST'],
  async handle({ reply, call, query, type, id }, record) {
    const run = await record.reindex(call, { type: type || undefined, id: id || undefined });
    const { runs } = await record.reindexStatus(call, { run });
    void reply.header('content-location', `${record.settings.baseUrl}/SearchParameter/$status?run=${run}`);
    sendText(reply, 202, JSON.stringify(parametersOf(runs, [])), query);
  },
};

export const statusOperation: FhirOperation = {
  name: 'status',
  definition: 'urn:ezdrowie:operation:search-parameter-status',
  types: ['SearchParameter'],
  instances: ['SearchParameter'],
  methods: ['GET'],
  async handle({ reply, call, query, id }, record) {
    const run = new URLSearchParams(query.text).get('run') ?? undefined;
    const { runs, parameters } = await record.reindexStatus(call, { id: id || undefined, run });
    const [first] = runs;
    if (first && first.state !== 'done') void reply.header('x-progress', progressOf(first));
    sendText(reply, 200, JSON.stringify(parametersOf(runs, parameters)), query);
  },
};

const progressOf = ({ state, done, total }: Run): string =>
  `${state}: ${done} of ${total ?? 'an unknown number of'} resources`;

const part = (name: string, value: object) => ({ name, ...value });

function parametersOf(runs: readonly Run[], parameters: readonly ParameterRow[]) {
  return {
    resourceType: 'Parameters',
    parameter: [...parameters.map(parameterPart), ...runs.map(runPart)],
  };
}

function parameterPart({ source, id, definition, ready }: ParameterRow) {
  return {
    name: 'searchParameter',
    part: [
      part('url', { valueUri: definition.url }),
      part('code', { valueCode: definition.code }),
      part('from', { valueString: source === '' ? `SearchParameter/${id}` : source }),
      ...typesOf(definition).map((type) => part('type', { valueCode: type })),
      part('ready', { valueBoolean: ready !== null }),
      ...(ready ? [part('since', { valueInstant: ready.toISOString() })] : []),
    ],
  };
}

function runPart(run: Run) {
  const { id, state, requested, types, total, done, changed, failures, failure, finished } = run;
  return {
    name: 'reindex',
    part: [
      part('run', { valueString: id }),
      part('state', { valueCode: state }),
      part('requested', { valueInstant: requested.toISOString() }),
      part('types', { valueUnsignedInt: types.length }),
      ...(total === null ? [] : [part('total', { valueDecimal: total })]),
      part('done', { valueDecimal: done }),
      part('changed', { valueDecimal: changed }),
      part('failures', { valueDecimal: failures }),
      ...(failure === null ? [] : [part('failure', { valueString: failure })]),
      ...(finished ? [part('finished', { valueInstant: finished.toISOString() })] : []),
    ],
  };
}
