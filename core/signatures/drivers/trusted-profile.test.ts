/** A document goes to Profil Zaufany (a simulator of it, over HTTP), a person signs it there, and it is believed or not. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedRuntime } from '../../runtime/runtime.ts';
import { testAuthority } from '../fixtures/authority.ts';
import { type RemoteSigning, beginRemote, collectRemote, signingService, trustedProfileSimulator } from '../index.ts';
import type { SignerKind } from '../model.ts';
import type { DocumentKind } from '../policy.ts';

const runtime = fixedRuntime(new Date().toISOString());
const document = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Zażółć &amp; gęślą</title></ClinicalDocument>',
);
const pesel = '44051401359';
const back = { success: 'https://e.example/back', failure: 'https://e.example/failed', says: 'Skierowanie <1> & inne' };
let authority: Awaited<ReturnType<typeof testAuthority>>;
let http: Server;
let address: string;
let simulator: ReturnType<typeof trustedProfileSimulator>;

beforeAll(async () => {
  authority = await testAuthority(runtime.now(), 'Symulator Profilu Zaufanego');
  http = createServer(async (request, response) => {
    response.end(simulator.soap(await text(request)));
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const signerOf = async (who: string) => (await authority.person(`CN=Jan Nowak,2.5.4.5=PNOPL-${who}`)).signer;
  simulator = trustedProfileSimulator(runtime, `${address}/podpis`, signerOf);
});
afterAll(() => new Promise((closed) => http.close(closed)));

async function remote(changes: Partial<RemoteSigning> & { anchors?: SignerKind } = {}): Promise<RemoteSigning> {
  const revocation = await authority.revocation();
  const { anchors = 'trusted-profile', ...more } = changes;
  const service = signingService({
    runtime,
    trust: () => ({ anchors: [{ certificate: authority.anchor, kind: anchors }], timeAnchors: [] }),
    revocation: () => revocation,
    policy: { zusLastDate: new Date('2000-01-01') },
  });
  const call = async (action: string, body: string) =>
    (
      await fetch(address, { method: 'POST', body, headers: { 'content-type': 'text/xml', soapaction: action } })
    ).text();
  return { call, service, pages: `${address}/podpis`, kind: 'trusted-profile', ...more };
}
const asked = (as: DocumentKind = 'referral') => ({ document, as, pesel });
const refused = (code: string) => expect.objectContaining({ name: 'Refusal', code });
/** Sent, signed by that person, not yet fetched. */
async function signedBy(who: string, sent: Buffer = document): Promise<string> {
  const { id } = await beginRemote(await remote(), sent, back);
  expect(await simulator.decide(id, { pesel: who })).toBe(back.success);
  return id;
}

describe('a document at Profil Zaufany', () => {
  it('is signed by the person who asked, and is then the document that went, once', async () => {
    const { id, address: page } = await beginRemote(await remote(), document, back);
    expect(page).toBe(`${address}/podpis?id=${id}`);
    expect(simulator.shown(id)).toEqual({ text: document.toString(), says: back.says });
    await expect(collectRemote(await remote(), id, asked())).rejects.toEqual(refused('not-signed-yet'));
    expect(await simulator.decide(id, { pesel })).toBe(back.success);
    const { verified, signed } = await collectRemote(await remote(), id, asked());
    expect(verified).toMatchObject({
      kind: 'trusted-profile',
      format: 'XAdES',
      level: 'B',
      signer: { name: 'Jan Nowak' },
    });
    expect(signed.includes('SignatureValue')).toBe(true);
    await expect(collectRemote(await remote(), id, asked())).rejects.toEqual(refused('signing-service'));
  });

  it('counts by policy: for narcotic drugs too, not for what systems sign, and not as another kind', async () => {
    const take = async (as: DocumentKind, by?: RemoteSigning) =>
      collectRemote(by ?? (await remote()), await signedBy(pesel), asked(as));
    expect((await take('prescription-narcotic')).verified.kind).toBe('trusted-profile');
    await expect(take('medical-event')).rejects.toEqual(refused('signature-policy'));
    await expect(take('histopathology')).rejects.toEqual(refused('signature-policy'));
    const eId = await remote({ anchors: 'e-id', kind: 'e-id' });
    expect((await take('prescription', eId)).verified.kind).toBe('e-id');
    await expect(take('referral', await remote({ anchors: 'e-id' }))).rejects.toEqual(refused('signature-kind'));
    await expect(take('referral', await remote({ anchors: 'zus', kind: 'e-id' }))).rejects.toEqual(
      refused('signature-policy'),
    );
  });

  it('is refused when somebody else signed, or something else was signed', async () => {
    const other = await signedBy('02070803628');
    await expect(collectRemote(await remote(), other, asked())).rejects.toEqual(refused('signature-other-person'));
    const swapped = await signedBy(pesel, Buffer.from('<ClinicalDocument xmlns="urn:hl7-org:v3"/>'));
    await expect(collectRemote(await remote(), swapped, asked())).rejects.toEqual(refused('signature-other-document'));
    const near = await signedBy(`${pesel}0`);
    await expect(collectRemote(await remote(), near, asked())).rejects.toEqual(refused('signature-other-person'));
  });

  it('comes back unsigned when the person declines or the time is over', async () => {
    const { id } = await beginRemote(await remote(), document, back);
    expect(await simulator.decide(id, 'decline')).toBe(back.failure);
    await expect(collectRemote(await remote(), id, asked())).rejects.toEqual(refused('signing-service'));
    const late = await beginRemote(await remote(), document, back);
    runtime.advance(16);
    expect([await simulator.decide(late.id, { pesel }), simulator.shown(late.id)]).toEqual([undefined, undefined]);
  });

  it.each([
    ['does not answer', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['answers no XML', async () => 'nic'],
    ['answers with a DOCTYPE', async () => '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
    ['answers another message', async () => '<x/>'],
    ['answers with a fault', async () => simulator.soap('<x/>')],
    [
      'sends people elsewhere',
      async (_: string, sent: string) => simulator.soap(sent).replace('/podpis?', '.evil.example/podpis?'),
    ],
  ])('is not sent on when the service %s', async (_, call) => {
    await expect(beginRemote(await remote({ call }), document, back)).rejects.toEqual(refused('signing-service'));
  });

  it('is refused before it goes when it is no XML that we read', async () => {
    for (const bad of ['{}', '<!DOCTYPE a><a/>', '<a>'])
      await expect(beginRemote(await remote(), Buffer.from(bad), back)).rejects.toMatchObject({
        name: 'Refusal',
        status: 422,
      });
  });
});
