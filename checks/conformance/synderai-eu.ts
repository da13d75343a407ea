/**
 * European documents that nobody here made (SYNDERAI: patient summaries, discharge and laboratory reports): each is
 * filed for a patient of the same name, comes back byte for byte, and shows every section and every entry of its own;
 * what a doctor may take over, the record holds to be valid. https://github.com/hl7-eu/SYNDERAI
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Actor } from '#core/access/actor.ts';
import type { OperationContext, OperationInput } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

type Json = { [element: string]: unknown };
interface Shown {
  readonly identity: { readonly verdict: string };
  readonly document: { readonly dangling: readonly string[] };
  readonly sections: readonly { readonly title: string; readonly facts: readonly ShownFact[] }[];
}
interface ShownFact {
  readonly key: string;
  readonly kind: string;
  readonly type: string;
  readonly what: string;
  readonly acceptable: boolean;
}

/** Of results so many per document are taken over: they are hundreds, and alike. */
const mostResults = 2;

export async function fileEuropeanDocuments(needs: SuiteNeeds): Promise<SuiteResult> {
  const failures: SuiteResult['failures'] = [];
  let total = 0;
  const facility = await create(needs, { resourceType: 'Organization', name: 'Szpital próbny' });
  for (const kind of ['EPS', 'HDR', 'LAB']) {
    for (const file of readdirSync(path.join(needs.folder, kind)).sort()) {
      total++;
      const why = await fileOne(needs, facility, readFileSync(path.join(needs.folder, kind, file), 'utf8'));
      if (why.length > 0) failures.push({ what: `${kind}/${file}`, why: why.slice(0, 3).join(' / ') });
    }
  }
  return { total, failures };
}

async function fileOne(needs: SuiteNeeds, facility: string, document: string): Promise<string[]> {
  const bundle = JSON.parse(document) as { entry: { resource: Json }[] };
  const [composition, ...others] = bundle.entry.map(({ resource }) => resource);
  const { name, birthDate, gender } = others.find(({ resourceType }) => resourceType === 'Patient') ?? {};
  const managingOrganization = { reference: `Organization/${facility}` };
  const patient = await create(needs, { resourceType: 'Patient', name, birthDate, gender, managingOrganization });
  const filed = await ask(needs, 'POST', `patients/${patient}/documents`, { document, confirmed: true });
  if (filed.status !== 200) return [`not filed: ${JSON.stringify(filed.body)}`];
  const id = String((filed.body as { id: string }).id);
  const original = (await ask(needs, 'GET', `documents/${id}/original`)).body as { content: string };
  const shown = (await ask(needs, 'GET', `documents/${id}`)).body as Shown;
  const facts = shown.sections.flatMap((section) => section.facts);
  const why = [
    ...(original.content === document ? [] : ['the bytes came back changed']),
    ...(shown.identity.verdict === 'same' ? [] : [`identity: ${shown.identity.verdict}`]),
    ...shown.document.dangling.map((reference) => `dangling: ${reference}`),
    ...notShown(composition as Json, shown),
    ...facts.filter(({ what }) => what === '–').map(({ type }) => `a ${type} without words`),
  ];
  return [...why, ...(await takeOver(needs, facility, id, facts))];
}

/** Sections and entries that a reader would look for in vain. */
function notShown(composition: Json, shown: Shown): string[] {
  const titles = shown.sections.map(({ title }) => title);
  const facts = shown.sections.flatMap((section) => section.facts);
  let entries = 0;
  const missing: string[] = [];
  const walk = (sections: unknown): void => {
    for (const section of (sections ?? []) as { title: string; entry?: unknown[]; section?: unknown }[]) {
      if (!titles.some((title) => title.includes(section.title))) missing.push(`section ${section.title} is not shown`);
      entries += section.entry?.length ?? 0;
      walk(section.section);
    }
  };
  walk(composition.section);
  return facts.length < entries ? [...missing, `${facts.length} of ${entries} entries are shown`] : missing;
}

async function takeOver(
  needs: SuiteNeeds,
  facility: string,
  id: string,
  facts: readonly ShownFact[],
): Promise<string[]> {
  const operations = needs.platform.systems.flatMap((one) => one.operations);
  const decide = operations.find(({ name }) => name === 'decide-foreign-fact');
  if (!decide) return ['nothing can be decided'];
  const actor: Actor = {
    ...{ role: 'physician', id: 'conformance', name: 'lek. Próbny', purpose: 'TREAT', scopes: [] },
    ...{ practitioner: 'conformance', facility },
  };
  const context = { actor, call: { actor, source: 'local', trace: 'conformance' }, now: () => new Date() };
  const results = facts.filter(({ kind }) => kind === 'results').slice(mostResults);
  const why: string[] = [];
  for (const { key, type, what } of facts.filter((fact) => fact.acceptable && !results.includes(fact))) {
    const input = { params: { id }, query: {}, body: { key, decision: 'accepted' } };
    try {
      await decide.handle(input as unknown as OperationInput, context as unknown as OperationContext);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      why.push(`${type} ${what}: ${error.message}`);
    }
  }
  return why;
}

async function create({ base, token }: SuiteNeeds, resource: Json): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
  const answer = await fetch(`${base}/${resource.resourceType}`, {
    ...{ method: 'POST', headers, body: JSON.stringify(resource) },
  });
  return ((await answer.json()) as { id: string }).id;
}

async function ask({ base, token }: SuiteNeeds, method: string, to: string, body?: Json) {
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  const url = `${base.replace('/fhir/R4', '/api/foreign-summaries')}/${to}`;
  const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: (await answer.json()) as unknown };
}
