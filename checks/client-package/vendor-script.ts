/** What a vendor writes against the installed package: every promise of its README, told as one JSON line. */
export const vendorScript = `
import { createClient, FhirRefusal, Problem, TokenRefused } from '@ezdrowie/client';
import { readFileSync } from 'node:fs';

const privateKey = JSON.parse(readFileSync('key.json', 'utf8'));
const baseUrl = process.argv[2] ?? '';
const machine = { clientId: 'demo-provider', privateKey, scope: 'system/*.cruds' };
const options = { baseUrl, as: machine };
const client = createClient(options);
const caught = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error) => error);

const answer = await client.call('ask-price', { body: { gtin: '02000000000503', birthDate: '1950-01-01' } });
const price = typeof answer.payments[0]?.pays;

// @ts-expect-error: the compiler knows that a package is asked for by its code.
await caught(client.call('read-medicinal-package', { params: { gtin: 5 } }));
// @ts-expect-error: and that there is no such operation.
await caught(client.call('no-such-operation'));

const refused = await caught(client.call('read-medicinal-package', { params: { gtin: '05909990000005' } }));
const problem = refused instanceof Problem
  ? [refused.status, refused.code, refused.details.detailPl.length > 0] : String(refused);

let changes = 0;
const pages = client.pages('list-changes-of-medicinal-products', { params: { number: '1' }, query: { count: '100' } });
for await (const page of pages) changes += page.changes.length;

// An answer is lost on its way, then the first is still under way: it is sent again under the same key.
const keys: (string | undefined)[] = [];
const lost = [new Response(null, { status: 503 }), Response.json({ code: 'still-under-way' }, { status: 409 })];
const retried: string[] = [];
const unlucky = createClient({
  ...options,
  onRetry: (_attempt, because) => retried.push(because),
  fetch: async (address, init) => {
    if (!String(address).endsWith('/price')) return fetch(address, init);
    keys.push((init?.headers as Record<string, string>)['idempotency-key']);
    const real = await fetch(address, init);
    return lost.shift() ?? real;
  },
});
await unlucky.call('ask-price', { body: { gtin: '02000000000503' } });
const once = keys.length === 3 && new Set(keys).size === 1 && keys[0] !== undefined;

const { resourceType: patients } = await client.fhir<{ resourceType: string }>('GET', 'Patient?_count=1');
const unknown = await caught(client.fhir('GET', 'Patient/no-such-patient'));
const outcome = unknown instanceof FhirRefusal ? unknown.status : String(unknown);
const stranger = createClient({ baseUrl, as: { ...machine, clientId: 'nobody' } });
const denied = await caught(stranger.token());
const token = denied instanceof TokenRefused ? denied.error : String(denied);

console.log(JSON.stringify({ price, problem, changes, once, patients, outcome, token, retried }));
`;
