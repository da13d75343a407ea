/**
 * Software that has not passed the compliance gate, against the whole platform: it reads patients in the care of its
 * provider whom it knows, issues ordinary prescriptions, and reaches nothing else by any way in. requirements 2.4
 */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canary, startTarget, type Target } from './target.ts';

let target: Target;
let patient: string;
/** Clients of several providers, all of whom care for the patient: the lower rate is counted by provider. */
const clients: Record<string, string>[] = [];
let spent = 0;
const pesel = '02070803628';

const fhir = (method: string, path: string, body?: object, headers = clients[spent] as Record<string, string>) =>
  fetch(`${target.url}/fhir/R4${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/fhir+json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const made = async (resource: { resourceType: string; [element: string]: unknown }): Promise<string> => {
  const answer = await fhir('POST', `/${resource.resourceType}`, resource, target.machine);
  return ((await answer.json()) as { id: string }).id;
};

beforeAll(async () => {
  target = await startTarget();
  patient = await made({
    resourceType: 'Patient',
    identifier: [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: pesel }],
    name: [{ family: 'Znajoma', given: ['Osoba'] }],
  });
  const operator = await target.session('operator');
  for (let number = 0; number < 8; number++) {
    const organization = await made({ resourceType: 'Organization', name: `Przychodnia ${number}` });
    await made({
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: { reference: `Patient/${patient}` },
      serviceProvider: { reference: `Organization/${organization}` },
    });
    clients.push(await register(`system-${number}`, organization, operator));
  }
}, 180_000);
afterAll(() => target?.close());

/** Registers a client as an operator does, and gets it a token. */
async function register(id: string, organization: string, operator: Record<string, string>) {
  const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES384', use: 'sig' }] };
  const provider = { id: organization, name: 'Przychodnia Nowa' };
  const system = { id, name: 'Nowy', kind: 'system', scopes: ['system/*.cruds'], provider, jwks };
  const registered = await fetch(`${target.url}/api/accounts/clients`, {
    method: 'POST',
    headers: { ...operator, 'content-type': 'application/json' },
    body: JSON.stringify(system),
  });
  expect(registered.status).toBe(200);
  const assertion = await new SignJWT({ jti: crypto.randomUUID(), exp: Math.floor(Date.now() / 1000) + 60 })
    .setProtectedHeader({ alg: 'ES384', kid: 'one' })
    .setIssuer(system.id)
    .setSubject(system.id)
    .setAudience(target.url)
    .sign(privateKey);
  const answer = await fetch(`${target.url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: 'system/*.cruds',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${token}` };
}

const prescription = (code: string | undefined, of = patient) => ({
  resourceType: 'MedicationRequest',
  ...{ status: 'active', intent: 'order', subject: { reference: `Patient/${of}` } },
  medicationCodeableConcept: code
    ? { coding: [{ system: 'http://www.whocc.no/atc', code }] }
    : { text: 'lek bez kodu ATC' },
});
const bundle = (type: string, method: string, url: string, resource?: object) => ({
  resourceType: 'Bundle',
  type,
  entry: [{ request: { method, url }, ...(resource ? { resource } : {}) }],
});

/** Asks by the next provider's client when one has used up its burst. */
async function ask(method: string, path: string, body?: object) {
  for (;;) {
    const answer = await fhir(method, path, body);
    if (answer.status !== 429) return { status: answer.status, text: await answer.text(), headers: answer.headers };
    spent++;
    expect(spent).toBeLessThan(clients.length);
  }
}

describe('restricted software', () => {
  it('reads a patient whom it knows and who is in its provider’s care, and is told how long it may', async () => {
    const known = await ask('GET', `/Patient?identifier=${pesel}`);
    expect([known.status, JSON.parse(known.text).entry?.length]).toEqual([200, 1]);
    expect(known.headers.get('compliance-gate')).toBe('state=undeclared; limit=restricted; days-left=180');
    expect((await ask('GET', `/Encounter?patient=${patient}`)).text).toContain('serviceProvider');
    // Of others it sees nothing, whatever its scopes say.
    expect((await ask('GET', `/Patient/${target.victim.patient}`)).status).toBe(404);
    const other = await ask('GET', `/Observation?patient=${target.victim.patient}`);
    expect([other.status, other.text.includes(canary)]).toEqual([200, false]);
  });

  it('prescribes ordinary drugs in that care, and no others, alone and in bundles', async () => {
    expect((await ask('POST', '/MedicationRequest', prescription('J01CA04'))).status).toBe(201);
    for (const [what, status] of [
      [prescription('N02AA01'), 403],
      [prescription('N02'), 403],
      [prescription(undefined), 403],
      [prescription('J01CA04', target.victim.patient), 403],
    ] as const) {
      expect((await ask('POST', '/MedicationRequest', what)).status, JSON.stringify(what)).toBe(status);
    }
    for (const type of ['transaction', 'batch']) {
      const answer = await ask('POST', '/', bundle(type, 'POST', 'MedicationRequest', prescription('N02AA01')));
      expect(answer.text).toContain('narcotic');
      const search = await ask('POST', '/', bundle(type, 'GET', `Patient?name=${canary}`));
      expect([search.text.includes('has not passed'), search.text.includes(canary)]).toEqual([true, false]);
    }
  });

  it('reaches nothing else, by any way in', async () => {
    const v = target.victim.patient;
    const ways: [string, string, object?][] = [
      ['GET', `/Patient?name=${canary}`],
      ['GET', '/Patient'],
      ['GET', `/Patient?_id=${patient},${v}`],
      ['GET', `/Observation?patient=${patient},${v}`],
      ['GET', '/Observation?code=8867-4'],
      ['GET', `/Observation?patient.name=${canary}`],
      ['GET', `/Observation?patient:Patient.name=${canary}&_id=x`],
      ['GET', `/Patient?_has:Observation:patient:code=8867-4&_id=${patient}`],
      ['GET', `/Patient?_id=${patient}&family=${canary}`],
      ['GET', `/Patient/${patient}/Observation`],
      ['GET', `/Patient/${patient}/$everything`],
      ['GET', `/Patient/${patient}/%24everything`],
      ['GET', `/Patient/${patient}/_history`],
      ['GET', '/$export'],
      ['GET', '/_history'],
      ['GET', '/?_type=Patient'],
      ['GET', '/AuditEvent?patient=x'],
      ['GET', `/Group/${target.victim.group}`],
      ['POST', '/Subscription', { resourceType: 'Subscription' }],
      ['POST', '/Observation', { resourceType: 'Observation' }],
      ['POST', '/$import', {}],
      ['PUT', `/Patient/${patient}`, { resourceType: 'Patient', id: patient }],
      ['DELETE', `/Patient/${patient}`],
      ['PATCH', `/Patient/${patient}`, []],
    ];
    const open: string[] = [];
    for (const [method, path, body] of ways) {
      const { status, text } = await ask(method, path, body);
      if (status !== 403 || !text.includes('has not passed') || text.includes(canary))
        open.push(`${method} ${path}: ${status}`);
    }
    expect(open).toEqual([]);
  });

  it('counts thirty a minute for its provider: after the burst it is told to wait', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => fhir('GET', `/Patient/${patient}`, undefined, clients.at(-1))),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBe(7);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
