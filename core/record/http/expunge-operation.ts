/** $expunge over HTTP: ours. Who may and what it leaves: core/record/README.md. */
import { sendOutcome } from './answer.ts';
import { parseBody } from './body.ts';
import { demandFhir } from './negotiation.ts';
import type { FhirOperation } from './operation.ts';
import { parametersOf } from './parameters.ts';

export const expunge: FhirOperation = {
  name: 'expunge',
  definition: 'urn:ezdrowie:operation:expunge',
  types: 'all',
  instances: 'all',
  methods: ['POST'],
  async handle({ request, reply, call, type, id }, record) {
    demandFhir(request);
    const parameters = parametersOf(parseBody(request.body));
    const said = (name: string) => {
      const value = parameters.find((parameter) => parameter.name === name)?.value;
      return value === undefined ? undefined : String(value);
    };
    const count = Number(said('count') ?? Number.NaN);
    const wanted = { what: said('what'), reason: said('reason'), ...(Number.isInteger(count) ? { count } : {}) };
    const done = await record.expunge(call, type, id || undefined, wanted);
    const issues = done.map(({ type: of, id: which, versions }) => ({
      severity: 'information' as const,
      code: 'informational' as const,
      diagnostics: `${versions} versions of ${of}/${which} are gone for good.`,
    }));
    const nothing = {
      severity: 'information',
      code: 'informational',
      diagnostics: 'There was nothing to remove.',
    } as const;
    sendOutcome(reply, 200, issues.length > 0 ? issues : [nothing]);
  },
};
