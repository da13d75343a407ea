/** A small service over the server: what is read, refused and described, with the certificate of the connection as proof. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildServer } from '../http/server.ts';
import { systemRuntime } from '../runtime/runtime.ts';
import { SoapFault } from './fault.ts';
import { listOf, type SoapService, textOf } from './model.ts';
import { ns } from './names.ts';
import { serveSoap } from './serve.ts';

const service: SoapService = {
  name: 'LiczenieWS',
  summary: 'Liczy <i> & składa',
  namespace: 'urn:test:liczenie',
  operations: [
    {
      name: 'policz',
      summary: 'Ile jest elementów',
      request: [
        { name: 'nazwa', type: 'string' },
        { name: 'element', type: [{ name: 'liczba', type: 'int' }], times: '*' },
        { name: 'plik', type: 'base64', times: '?' },
      ],
      response: [
        { name: 'nazwa', type: 'string' },
        { name: 'suma', type: 'int' },
        { name: 'kto', type: 'string' },
      ],
      async handle(values, { proof, context }) {
        const name = textOf(values, 'nazwa') ?? '';
        if (name === 'nie') throw new SoapFault('bladAutoryzacji', 'Nie.', 'brakUprawnienPodmiotu');
        if (name === 'błąd') throw new Error('tajemnica');
        const numbers = listOf(values, 'element').map((one) => Number(textOf(one, 'liczba')));
        const sum = numbers.reduce((all, one) => all + one, 0);
        return { nazwa: name, suma: String(sum), kto: `${proof.by} ${proof.thumbprint} ${context.rola ?? ''}` };
      },
    },
  ],
};

let server: FastifyInstance;
let shown: string | undefined = 'odcisk';
const told: unknown[] = [];
beforeAll(async () => {
  server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
  serveSoap(server, {
    ...{ runtime: systemRuntime, baseUrl: 'https://e.example', services: [service] },
    shownCertificate: () => shown,
    onFault: (error) => void told.push(error),
  });
  await server.ready();
});
afterAll(() => server.close());

const enveloped = (body: string, { header = '', space = ns.soap12 as string } = {}) =>
  `<e:Envelope xmlns:e="${space}">${header && `<e:Header>${header}</e:Header>`}<e:Body>${body}</e:Body></e:Envelope>`;
const call = (inner: string) => `<t:PoliczRequest xmlns:t="urn:test:liczenie">${inner}</t:PoliczRequest>`;
const post = async (payload: string, type = 'application/soap+xml; charset=utf-8') => {
  const answer = await server.inject({
    method: 'POST',
    url: '/soap/LiczenieWS',
    headers: { 'content-type': type },
    payload,
  });
  return { status: answer.statusCode, type: String(answer.headers['content-type']), text: answer.body };
};

describe('a call', () => {
  it('is read, done and answered in its version', async () => {
    const body = call(
      '<nazwa>a &lt; &amp;</nazwa><element><liczba>2</liczba></element><element><liczba>40</liczba></element>',
    );
    const header =
      '<k:kontekstWywolania xmlns:k="urn:k"><k:atrybut nazwa="urn:x:rola"><k:wartosc>LEK</k:wartosc></k:atrybut></k:kontekstWywolania>';
    const modern = await post(enveloped(body, { header }));
    expect(modern).toMatchObject({ status: 200, type: 'application/soap+xml; charset=utf-8' });
    expect(modern.text).toContain('<nazwa>a &lt; &amp;</nazwa><suma>42</suma><kto>tls odcisk LEK</kto>');
    const former = await post(enveloped(body, { space: ns.soap11 }), 'text/xml');
    expect(former).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
    expect(former.text).toContain(ns.soap11);
  });

  it.each([
    ['an unknown operation', '<Inna/>', 'niepoprawnyKomunikat'],
    ['an unknown element', call('<nazwa>a</nazwa><inny/>'), 'niepoprawnyKomunikat'],
    ['a missing element', call(''), 'niepoprawnyKomunikat'],
    ['an element twice', call('<nazwa>a</nazwa><nazwa>b</nazwa>'), 'niepoprawnyKomunikat'],
    ['no number', call('<nazwa>a</nazwa><element><liczba>x</liczba></element>'), 'niepoprawnyKomunikat'],
    ['no base64', call('<nazwa>a</nazwa><plik>%%</plik>'), 'niepoprawnyKomunikat'],
    ['elements in a text', call('<nazwa><b/></nazwa>'), 'niepoprawnyKomunikat'],
    ['two contents', `${call('<nazwa>a</nazwa>')}${call('<nazwa>a</nazwa>')}`, 'niepoprawnyKomunikat'],
    [
      'too many elements',
      call(`<nazwa>a</nazwa>${'<element><liczba>1</liczba></element>'.repeat(3_000)}`),
      'niepoprawnyKomunikat',
    ],
  ])('is refused for %s', async (_, body, code) => {
    const answer = await post(enveloped(body));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(`kodBleduMajor:${code}<`);
    expect(answer.text).toContain('soap:Sender');
  });

  it('is refused for a header that must be understood and is not', async () => {
    const header = `<x:cos xmlns:x="urn:x" xmlns:e="${ns.soap12}" e:mustUnderstand="true"/>`;
    expect((await post(enveloped(call('<nazwa>a</nazwa>'), { header }))).status).toBe(400);
    const passed = header.replace('true', 'false');
    expect((await post(enveloped(call('<nazwa>a</nazwa>'), { header: passed }))).status).toBe(200);
  });

  it('without a certificate is no call', async () => {
    shown = undefined;
    const answer = await post(enveloped(call('<nazwa>a</nazwa>')));
    expect(answer.text).toContain('kodBleduMajor:bladUwierzytelnieniaWSS<');
    expect(answer.text).toContain('kodBleduMinor:brakCertyfikatu<');
    shown = 'odcisk';
  });

  it('ends with the fault of the operation, and tells nothing of a fault of ours', async () => {
    const refused = await post(enveloped(call('<nazwa>nie</nazwa>'), { space: ns.soap11 }), 'text/xml');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('<faultcode>soap:Client</faultcode><faultstring>Nie.</faultstring>');
    const broken = await post(enveloped(call('<nazwa>błąd</nazwa>')));
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('tajemnica');
    expect(told).toHaveLength(1);
  });
});

describe('the description', () => {
  it('is given for ?wsdl, and stands under the public address', async () => {
    const answer = await server.inject({ method: 'GET', url: '/soap/LiczenieWS?WSDL' });
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.body).toContain('location="https://e.example/soap/LiczenieWS"');
    expect(answer.body).toContain('Liczy &lt;i&gt; &amp; składa');
    expect(answer.body).toContain('<xs:element maxOccurs="unbounded" minOccurs="0" name="element">');
    const plain = await server.inject({ method: 'GET', url: '/soap/LiczenieWS' });
    expect([plain.statusCode, plain.headers.location]).toEqual([302, '/soap/LiczenieWS?wsdl']);
  });
});
