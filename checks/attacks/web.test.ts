/**
 * What every web server is tried with: forged requests of other sites, stolen or made-up credentials, polluted input,
 * addresses that lead inside, headers that lie. Against the whole platform on its port.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canary, type Headers, startTarget, type Target } from './target.ts';

let target: Target;
let patient: Headers;
let clinician: Headers;
beforeAll(async () => {
  target = await startTarget();
  patient = await target.session('anna.wisniowiecka');
  clinician = await target.session('ewa.mazur');
}, 180_000);
afterAll(() => target?.close());

const json = { 'content-type': 'application/json' };
const fhir = { 'content-type': 'application/fhir+json' };
const send = (method: string, address: string, headers: Headers, body?: string | object) =>
  fetch(target.url + address, {
    method,
    redirect: 'manual',
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

/** Bytes as they are on a connection of their own; what came back within a moment. */
function raw(bytes: string, waitMs = 1500): Promise<string> {
  const { hostname, port } = new URL(target.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let said = '';
    const end = () => {
      socket.destroy();
      resolve(said);
    };
    const timer = setTimeout(end, waitMs);
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      end();
    });
    socket.on('error', () => undefined);
  });
}

describe('a request that another site forges', () => {
  it('changes nothing: the token of the session must come with the cookie', async () => {
    const { cookie = '' } = patient;
    const forged: [string, Headers][] = [
      ['no token', { cookie, ...json }],
      ['empty token', { cookie, ...json, 'x-csrf-token': '' }],
      ['made-up token', { cookie, ...json, 'x-csrf-token': 'A'.repeat(43) }],
      ['token of another session', { cookie, ...json, 'x-csrf-token': clinician['x-csrf-token'] ?? '' }],
      ['a form', { cookie, 'content-type': 'application/x-www-form-urlencoded' }],
      ['plain text', { cookie, 'content-type': 'text/plain' }],
      ['a multipart form', { cookie, 'content-type': 'multipart/form-data; boundary=x' }],
      ['another method by header', { cookie, ...json, 'x-http-method-override': 'GET' }],
    ];
    for (const [what, headers] of forged) {
      for (const address of ['/api/accounts/sign-out', '/fhir/R4/Observation']) {
        const answer = await send('POST', address, headers, '{"resourceType":"Observation"}');
        expect([what, address, answer.status >= 400 && answer.status < 500]).toEqual([what, address, true]);
      }
    }
    expect((await send('GET', '/api/accounts/session', { cookie })).status).toBe(200);
  });

  it('reads nothing across origins: no answer allows another origin', async () => {
    const headers = { ...patient, origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const [method, address] of [
      ['GET', '/fhir/R4/Patient'],
      ['OPTIONS', '/fhir/R4/Patient'],
      ['OPTIONS', '/api/accounts/session'],
    ] as const) {
      const answer = await send(method, address, headers);
      expect([address, answer.headers.get('access-control-allow-origin')]).toEqual([address, null]);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });
});

describe('credentials', () => {
  it('that are made up, cut, doubled or of another kind open nothing', async () => {
    const bearer = target.machine.authorization?.slice('Bearer '.length) ?? '';
    const [head = '', body = '', signature = ''] = bearer.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = body ? JSON.parse(Buffer.from(body, 'base64url').toString() || '{}') : {};
    const tokens = [
      '',
      'x',
      'null',
      'undefined',
      '..',
      bearer.slice(0, -2),
      `${bearer}x`,
      `${bearer}.${bearer}`,
      bearer.toUpperCase(),
      `${encode({ alg: 'none' })}.${body}.`,
      `${encode({ alg: 'HS256' })}.${body}.${signature}`,
      `${head}.${encode({ ...claims, scope: 'system/*.cruds', role: 'operator' })}.${signature}`,
      `${head}.${encode({ ...claims, exp: 9_999_999_999 })}.${signature}`,
    ].filter((token) => token !== bearer);
    for (const token of tokens) {
      for (const scheme of ['Bearer', 'DPoP', 'Basic']) {
        const answer = await send('GET', '/fhir/R4/Patient', { authorization: `${scheme} ${token}` });
        expect([scheme, token.slice(0, 40), answer.status]).toEqual([scheme, token.slice(0, 40), 401]);
      }
    }
    const { cookie = '' } = patient;
    for (const forged of [
      cookie.slice(0, -3),
      `${cookie}A`,
      'ezdrowie=',
      'ezdrowie=null',
      `ezdrowie=${'A'.repeat(43)}`,
    ]) {
      const name = forged.split(';')[0] ?? '';
      if (cookie.split('; ').includes(name)) continue;
      expect([name, (await send('GET', '/fhir/R4/Patient', { cookie: name })).status]).toEqual([name, 401]);
    }
  });

  it('do not open more by what a client says of itself', async () => {
    const liars: Headers[] = ['x-user', 'x-role', 'x-forwarded-user', 'x-actor', 'x-patient', 'x-facility'].map(
      (name) => ({ ...patient, [name]: 'operator' }),
    );
    for (const headers of liars) {
      const answer = await send('GET', `/fhir/R4/Patient/${target.victim.patient}`, headers);
      expect(answer.status).toBe(404);
    }
    const asked = `/fhir/R4/Observation?patient=${target.victim.patient}&role=operator&facility=x&_actor=machine`;
    expect(await (await send('GET', asked, { ...patient, prefer: 'handling=lenient' })).text()).not.toContain(canary);
  });
});

describe('input', () => {
  it('that would reach prototypes or carry rights of its own is refused or left without effect', async () => {
    const bodies = [
      '{"__proto__":{"role":"operator"},"login":"a","password":"b"}',
      '{"constructor":{"prototype":{"role":"operator"}},"login":"a","password":"b"}',
      '{"login":{"$ne":null},"password":{"$ne":null}}',
      '{"login":["anna.wisniowiecka"],"password":["x"]}',
      '{"login":"anna.wisniowiecka","password":"x","role":"operator","acr":"ez:aal3"}',
      '[]',
      'null',
      '"x"',
      '0',
      '',
      '{',
      '{"login":"a","login":"b","password":"c"}',
    ];
    for (const body of bodies) {
      const answer = await send('POST', '/api/accounts/sign-in', json, body);
      expect([body, answer.status >= 400 && answer.status < 500]).toEqual([body, true]);
      expect(await answer.text()).not.toMatch(/stack|at \/|node_modules|select |pg_/i);
    }
    expect(({} as Record<string, unknown>).role).toBeUndefined();
  });

  it('that names a server-owned label, owner or version changes none of them', async () => {
    const own = {
      resourceType: 'Patient',
      name: [{ family: 'Zwykła' }],
      meta: {
        versionId: '99',
        lastUpdated: '1999-01-01T00:00:00Z',
        security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'U' }],
      },
    };
    const answer = await send('POST', '/fhir/R4/Patient', { ...target.machine, ...fhir }, own);
    const { meta } = (await answer.json()) as { meta: { versionId: string; lastUpdated: string; security?: unknown } };
    expect([meta.versionId, meta.lastUpdated.startsWith('1999'), meta.security]).toEqual(['1', false, undefined]);
  });

  it('in addresses leads out of no folder and shows no file', async () => {
    const climbs = [
      '../../../../etc/passwd',
      '..%2f..%2f..%2fetc%2fpasswd',
      '..%252f..%252fetc%252fpasswd',
      '%2e%2e/%2e%2e/etc/passwd',
      '..\\..\\etc\\passwd',
      '....//....//etc/passwd',
      '%c0%ae%c0%ae/etc/passwd',
      'index.html%00.js',
      '.env',
      '.git/config',
      'package.json',
    ];
    for (const climb of climbs) {
      for (const root of ['/', '/ikp/', '/gabinet/', '/assets/', '/fhir/R4/', '/api/', '/fhir/R4/Binary/']) {
        const said = await raw(`GET ${root}${climb} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 3000);
        expect([root + climb, /root:.*:0:0:|\[core\]|"dependencies"/.test(said)]).toEqual([root + climb, false]);
        expect(said.slice(0, 12)).not.toMatch(/ 5\d\d/);
      }
    }
  });

  it('in headers cannot split an answer, nor make it name another host', async () => {
    const evil = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-original-url': '/api/accounts/session',
      'x-rewrite-url': '/admin',
    };
    const head = Object.entries(evil)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    for (const address of [
      '/fhir/R4/metadata',
      '/.well-known/smart-configuration',
      '/.well-known/openid-configuration',
      '/sign-in',
      '/ikp',
    ]) {
      const said = await raw(`GET ${address} HTTP/1.1\r\n${head}Connection: close\r\n\r\n`, 3000);
      expect([address, said.includes('evil.example')]).toEqual([address, false]);
    }
    for (const address of [
      '/sign-in?next=%0d%0aSet-Cookie:x=1',
      '/fhir/R4/Patient?_id=%0d%0aX-Evil:1',
      '/ikp/%0d%0aX-Evil:1',
    ]) {
      expect(
        (await raw(`GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).split('\r\n\r\n')[0],
      ).not.toMatch(/^(x-evil|set-cookie: ?x=)/im);
    }
  });

  it('that means two requests to two readers is refused', async () => {
    const smuggled = 'GET /fhir/R4/metadata HTTP/1.1\r\nHost: x\r\n\r\n';
    const tries = [
      `POST /api/accounts/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      `POST /api/accounts/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: ${smuggled.length}\r\n\r\n{}${smuggled}`,
      `POST /api/accounts/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
      `POST /api/accounts/sign-in HTTP/1.1\r\nHost : x\r\nContent-Length: 2\r\n\r\n{}`,
      `GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
      'GET / HTTP/9.9\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
    ];
    for (const attempt of tries) {
      const said = await raw(attempt);
      expect([attempt.slice(0, 60), said.match(/HTTP\/1\.1 200/g)?.length ?? 0]).toEqual([attempt.slice(0, 60), 0]);
    }
    expect((await send('GET', '/health/ready', {})).status).toBe(200);
  });
});

describe('addresses that the server is asked to call', () => {
  const inside = [
    'http://127.0.0.1:1/',
    'http://localhost/',
    'http://[::1]/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:169.254.169.254]/',
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://[fd00::1]/',
    'https://169.254.169.254/',
    'https://10.0.0.1/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:5432/',
    'ftp://127.0.0.1/',
    'https://user:pass@10.0.0.1/',
    'https://metadata.google.internal/',
    'javascript:alert(1)',
  ];

  it('are outside, or refused: of subscriptions and of imports', async () => {
    const topic = 'https://ezdrowie.gov.pl/fhir/SubscriptionTopic/patient-data';
    const asked: string[] = [];
    for (const endpoint of inside) {
      const subscription = {
        resourceType: 'Subscription',
        status: 'requested',
        reason: 'x',
        criteria: topic,
        channel: { type: 'rest-hook', endpoint, payload: 'application/fhir+json' },
      };
      const answer = await send('POST', '/fhir/R4/Subscription', { ...target.machine, ...fhir }, subscription);
      expect(answer.status).toBeLessThan(500);
      // Loopback is the demonstration's own; everything else inside is nobody's.
      const isLoopback =
        /127\.0\.0\.1|localhost|::1\]|0\.0\.0\.0|2130706433|0x7f|0177/.test(endpoint) && endpoint.startsWith('http');
      const { id } = (await answer.json()) as { id?: string };
      if (answer.status === 201 && !isLoopback) asked.push(`/fhir/R4/Subscription/${id}`);
      const manifest = {
        resourceType: 'Parameters',
        parameter: [
          { name: 'inputFormat', valueCode: 'application/fhir+ndjson' },
          { name: 'inputSource', valueUri: 'https://x.example' },
          {
            name: 'input',
            part: [
              { name: 'type', valueCode: 'Patient' },
              { name: 'url', valueUrl: endpoint },
            ],
          },
        ],
      };
      const imported = await send(
        'POST',
        '/fhir/R4/$import',
        { ...target.machine, ...fhir, prefer: 'respond-async' },
        manifest,
      );
      expect([endpoint, imported.status < 500]).toEqual([endpoint, true]);
      if (!isLoopback) expect([endpoint, imported.status]).not.toEqual([endpoint, 200]);
    }
    // What was taken is judged before it is called: it ends as an error that says why, and nothing was sent.
    for (const address of asked) {
      const status = async () =>
        ((await (await send('GET', address, target.machine)).json()) as { status: string }).status;
      await expect.poll(status, { timeout: 20_000, interval: 200 }).toBe('error');
    }
  });
});

describe('answers', () => {
  it('of every kind forbid framing, guessing of types, and scripts of others', async () => {
    for (const address of [
      '/sign-in',
      '/ikp',
      '/gabinet',
      '/fhir/R4/metadata',
      '/api/accounts/session',
      '/nowhere',
      '/fhir/R4/Patient',
    ]) {
      const { headers } = await send('GET', address, {});
      expect([address, headers.get('x-content-type-options')]).toEqual([address, 'nosniff']);
      const policy = headers.get('content-security-policy') ?? '';
      expect([address, /frame-ancestors 'none'/.test(policy), /unsafe-inline|unsafe-eval|\*/.test(policy)]).toEqual([
        address,
        true,
        false,
      ]);
      expect([address, headers.get('x-powered-by'), headers.get('server')]).toEqual([address, null, null]);
    }
  });

  it('with data are kept by no cache', async () => {
    for (const address of ['/fhir/R4/Patient', '/api/accounts/session']) {
      const { headers } = await send('GET', address, patient);
      expect([address, headers.get('cache-control')]).toEqual([address, expect.stringContaining('no-store')]);
    }
  });
});
