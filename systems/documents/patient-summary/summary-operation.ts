/**
 * Patient/[id]/$summary and Patient/$summary.
 * https://hl7.org/fhir/uv/ips/OperationDefinition-summary.html
 */
import type { Asked, FhirOperation } from '#core/record/http/operation.ts';
import { sendText } from '#core/record/http/answer.ts';
import { queryOfOperation } from '#core/record/http/parameters.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { stringify } from '#libs/fhir/json.ts';
import { compositionProfile } from './document.ts';
import { type Language, languages } from './model.ts';
import { makeSummary, type SummaryNeeds, type Wanted } from './summary.ts';

const known = new Set(['identifier', 'profile', '_language', '_asOf']);

/** The operation: answers a document Bundle in JSON or XML. */
export const summaryOperation = (needs: SummaryNeeds): FhirOperation => ({
  name: 'summary',
  definition: 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
  types: ['Patient'],
  instances: ['Patient'],
  methods: ['GET', 'POST'],
  async handle(asked) {
    const { call, reply, query } = asked;
    const parameters = new URLSearchParams(queryOfOperation(asked));
    checkKnown(parameters);
    checkProfile(parameters.get('profile'));
    const patient = asked.id === '' ? await byIdentifier(needs, asked, parameters) : asked.id;
    const bundle = await makeSummary(needs, call, patient, wantedOf(asked, parameters));
    reply.header('content-language', bundle.language as string).header('vary', 'accept, accept-language');
    return sendText(reply, 200, stringify(bundle), query);
  },
});

function checkKnown(parameters: URLSearchParams): void {
  for (const name of parameters.keys()) {
    if (known.has(name)) continue;
    const shown = name.slice(0, 40);
    throw new Refusal(
      'invalid',
      'unknown-parameter',
      `$summary has no parameter '${shown}'. It has ${[...known].join(', ')}.`,
    );
  }
}

function checkProfile(profile: string | null): void {
  const [url, version = '2.0.0'] = (profile ?? compositionProfile).split('|');
  if (url === compositionProfile && /^2(\.\d+){0,2}$/.test(version)) return;
  throw new Refusal(
    'rule-broken',
    'unsupported-profile',
    `This server writes summaries by ${compositionProfile}|2.0.0 only. Leave the parameter profile out.`,
  );
}

/** An identifier is personal: it comes in a body, never in an address, which logs and histories keep. */
async function byIdentifier({ record }: SummaryNeeds, asked: Asked, parameters: URLSearchParams): Promise<string> {
  const { call, request, query } = asked;
  const says = "Send the patient's identifier in the body of a POST: Parameters with 'identifier', 'system|value'.";
  if (request.method !== 'POST' || /(?:^|&)identifier=/.test(query.text)) {
    throw new Refusal('invalid', 'identifier-in-body', says);
  }
  const identifier = parameters.get('identifier');
  if (!identifier) throw new Refusal('invalid', 'no-identifier', says);
  const escaped = encodeURIComponent(identifier.replaceAll(/[\\,$]/g, (one) => `\\${one}`));
  const page = await record.search(call, 'Patient', `identifier=${escaped}&_count=2`);
  const found = page.entries.filter(({ mode }) => mode === 'match');
  const [only] = found;
  if (!only) throw new Refusal('not-found', 'unknown-patient', 'No patient with this identifier is known here.');
  if (found.length === 1) return only.stored.id;
  throw new Refusal('rule-broken', 'several-patients', 'Several patients have this identifier. Name one by its id.');
}

function wantedOf({ request }: Asked, parameters: URLSearchParams): Wanted {
  const language = languageOf(parameters.get('_language'), request.headers['accept-language']);
  const asOf = parameters.get('_asOf');
  if (asOf === null) return { language };
  const instant = new Date(asOf);
  if (!/^\d{4}-\d\d-\d\dT/.test(asOf) || Number.isNaN(instant.getTime())) {
    throw new Refusal('invalid', 'invalid-parameter', '_asOf must be an instant such as 2026-03-01T12:00:00Z.');
  }
  return { language, asOf: instant };
}

/** `_language`, else what Accept-Language prefers of Polish and English, else Polish. */
function languageOf(asked: string | null, accepted: string | undefined): Language {
  const isOurs = (one: string): one is Language => (languages as readonly string[]).includes(one);
  if (asked !== null) {
    const short = asked.toLowerCase().split('-')[0] ?? '';
    if (isOurs(short)) return short;
    throw new Refusal(
      'invalid',
      'unsupported-language',
      'Summaries are written in Polish and English: _language=pl or en.',
    );
  }
  const weighed = (accepted ?? '').split(',').map((range) => {
    const [name = '', ...rest] = range.trim().toLowerCase().split(';');
    const weight = rest.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean);
    return { name: name.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
  });
  const best = weighed.filter(({ name, weight }) => isOurs(name) && weight > 0).sort((a, b) => b.weight - a.weight)[0];
  return (best?.name as Language | undefined) ?? 'pl';
}
