/**
 * A CDS Hooks client that others have written, unmodified (@medplum/core), against the whole platform: discovery,
 * prefetch, hooks, suggestions, feedback. Then the same by a client's own JWT, and what is refused.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildCdsRequest, type CdsCard, type CdsService, MedplumClient } from '@medplum/core';
import { Ajv } from 'ajv';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedPlatform, startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { cdsSchemas } from '#systems/care/alerts/index.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-cds-'));
const anna = 'p-1-1';
const practitioner = { resourceType: 'Practitioner', id: 'doctor' } as const;
const ajv = new Ajv({ strict: false });
let started: StartedPlatform;
let client: MedplumClient;
let token: string;

beforeAll(async () => {
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '3', LOG_LEVEL: 'error' });
  started = await startPlatform({ settings, say: () => undefined });
  token = await demonstrationToken({ baseUrl: started.url, home, profile: 'demo', client: 'demo-provider' });
  client = new MedplumClient({
    ...{ baseUrl: `${started.url}/`, fhirUrlPath: 'fhir/R4', cdsServicesUrl: `${started.url}/cds-services` },
    ...{ fetch, cacheTime: 0, maxRetries: 0 },
  });
  client.setAccessToken(token);
}, 180_000);
afterAll(async () => {
  await started?.close();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

const serviceFor = async (hook: string): Promise<CdsService> => {
  const { services } = await client.getCdsServices();
  const found = services.find((one) => one.hook === hook);
  if (!found) throw new Error(`no service for ${hook}`);
  return found;
};

const draft = (code: string, status = 'draft') => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      fullUrl: 'urn:uuid:4f8d3c1e-6a0b-4c57-9d3e-0a1b2c3d4e5f',
      resource: {
        ...{ resourceType: 'MedicationRequest', id: 'draft-1', status, intent: 'order' },
        medicationCodeableConcept: { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.73', code }], text: code },
        subject: { reference: `Patient/${anna}` },
      },
    },
  ],
});

async function cardsFor(hook: string, more: object = {}): Promise<{ service: CdsService; cards: readonly CdsCard[] }> {
  const service = await serviceFor(hook);
  const request = await buildCdsRequest(client, practitioner, service, {
    ...{ userId: 'Practitioner/doctor', patientId: anna },
    ...more,
  });
  return { service, cards: (await client.callCdsService(service.id, request)).cards };
}

describe('an unmodified client', () => {
  it('discovers the services', async () => {
    const answer = await client.getCdsServices();
    expect(ajv.validate(cdsSchemas.services, answer), ajv.errorsText()).toBe(true);
    expect(answer.services.map(({ hook }) => hook)).toEqual(['patient-view', 'order-select', 'order-sign']);
  });

  it('prefetches, shows cards, and tells what was done with them', async () => {
    const { service, cards } = await cardsFor('patient-view');
    expect(ajv.validate(cdsSchemas.response, { cards }), ajv.errorsText()).toBe(true);
    const [first] = cards.filter(({ suggestions = [] }) => suggestions.length > 0) as (CdsCard & { uuid: string })[];
    const [suggestion] = first?.suggestions ?? [];
    expect(suggestion?.actions[0]?.type).toBe('create');
    expect(JSON.stringify(suggestion?.actions[0])).toContain(`Patient/${anna}`);
    const url = `${started.url}/cds-services/${service.id}/feedback`;
    const accepted = { card: first?.uuid, outcome: 'accepted', acceptedSuggestions: [{ id: suggestion?.uuid }] };
    expect(await client.post(url, { feedback: [accepted] }, 'application/json')).toEqual({ recorded: 1 });
    const reason = { code: 'already-done', system: 'urn:ezdrowie:alert-override-reason' };
    const overridden = { card: first?.uuid, outcome: 'overridden', overrideReason: { reason, userComment: 'wczoraj' } };
    expect(await client.post(url, { feedback: [overridden] }, 'application/json')).toEqual({ recorded: 1 });
    const after = await cardsFor('patient-view');
    expect(after.cards.map(({ summary }) => summary)).not.toContain(first?.summary);
  });

  it('is interrupted by a card of its draft alone', async () => {
    const { cards } = await cardsFor('order-sign', { draftOrders: draft('M01AE01') });
    expect(cards.some(({ indicator }) => indicator !== 'info')).toBe(true);
    const quiet = await cardsFor('order-sign', { draftOrders: draft('R06AX27') });
    expect(quiet.cards.filter(({ indicator }) => indicator === 'critical')).toEqual([]);
    const selected = await cardsFor('order-select', {
      ...{ draftOrders: draft('M01AE01'), selections: ['MedicationRequest/draft-1'] },
    });
    expect(selected.cards.length).toBeGreaterThan(0);
  });
});

const instance = 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea';
const view = { hook: 'patient-view', hookInstance: instance, context: { userId: 'Practitioner/1', patientId: anna } };
const post = (body: object, headers: Record<string, string> = {}, id = 'ezdrowie-patient-view') =>
  fetch(`${started.url}/api/cds-services/${id}`, {
    ...{ method: 'POST', body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
  });

describe('without prefetch', () => {
  it('asks the record', async () => {
    const answer = await post(view);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { cards: unknown[] }).cards.length).toBeGreaterThan(2);
  });

  it('says 412 when nobody knows the patient', async () => {
    const context = { ...view.context, patientId: 'nobody' };
    expect((await post({ ...view, context })).status).toBe(412);
  });

  it('speaks the language that is asked for', async () => {
    const cardsIn = async (language: string) =>
      ((await (await post(view, { 'accept-language': language })).json()) as { cards: CdsCard[] }).cards[0]?.summary;
    expect(new Set(await Promise.all(['pl', 'en', 'uk'].map(cardsIn))).size).toBe(3);
  });
});

describe('what is wrong', () => {
  it.each([
    ['another hook', { ...view, hook: 'order-sign' }],
    ['no instance', { ...view, hookInstance: 'one' }],
    ['a patient with a type', { ...view, context: { ...view.context, patientId: `Patient/${anna}` } }],
    ['no user', { ...view, context: { patientId: anna } }],
    ['prefetch that is no resource', { ...view, prefetch: { patient: { response: {} } } }],
    [
      'prefetch about another',
      { ...view, prefetch: { x: { resourceType: 'Condition', subject: { reference: 'Patient/o' } } } },
    ],
    ['an authorization that is half', { ...view, fhirAuthorization: { access_token: 'x' } }],
  ])('%s is refused with words', async (_, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/\w/) });
  });

  it('broken orders, unknown services and cards are refused', async () => {
    const context = { ...view.context, draftOrders: draft('M01AE01', 'Xactive') };
    expect((await post({ ...view, hook: 'order-sign', context }, {}, 'ezdrowie-order-sign')).status).toBe(400);
    expect((await post(view, {}, 'nothing')).status).toBe(404);
    const feedback = { feedback: [{ card: instance, outcome: 'accepted' }] };
    expect((await post(feedback, {}, 'ezdrowie-patient-view/feedback')).status).toBe(404);
  });
});

describe('a client by its own JWT', () => {
  let key: CryptoKey;
  const url = () => `${started.url}/api/cds-services/ezdrowie-patient-view`;
  let count = 0;
  const jwt = (changes: object = {}, header: object = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: 'cds-clinic', aud: url(), iat: now, exp: now + 60, jti: `jti-${++count}`, ...changes };
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: 'one', ...header }).sign(key);
  };
  const called = async (signed: string) => (await post(view, { authorization: `Bearer ${signed}` })).status;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES384');
    key = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), alg: 'ES384', use: 'sig', kid: 'one' } as JWK;
    await started.platform.accounts.registration.registerClient({
      ...{ id: 'cds-clinic', name: 'System przychodni', scopes: ['system/*.rs'], tokenSeconds: 300 },
      metadata: {
        ...{ token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES384' },
        ...{ grant_types: ['client_credentials'], response_types: [], redirect_uris: [], jwks: { keys: [jwk] } },
      },
    });
  });

  it('is believed once', async () => {
    const signed = await jwt();
    expect(await called(signed)).toBe(200);
    expect(await called(signed)).toBe(401);
  });

  it.each([
    ['for another service', { aud: 'https://elsewhere.example/cds-services/x' }, {}],
    ['that has expired', { exp: 1_000_000, iat: 999_990 }, {}],
    ['that lives long', { exp: Math.floor(Date.now() / 1000) + 86_400 }, {}],
    ['without a number', { jti: undefined }, {}],
    ['of a stranger', { iss: 'stranger' }, {}],
    ['with keys from elsewhere', {}, { jku: 'https://elsewhere.example/keys' }],
    ['with another key', {}, { kid: 'two' }],
  ])('%s is refused', async (_, claims, header) => {
    expect(await called(await jwt(claims, header))).toBe(401);
  });

  it('other origins may call, without cookies', async () => {
    const headers = { origin: 'https://ehr.example', 'access-control-request-method': 'POST' };
    const preflight = await fetch(url(), { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await fetch(`${started.url}/api/cds-services`, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect((await post(view, { authorization: '', cookie: 'session=x' })).status).toBe(401);
  });
});
