/**
 * SOAP as systems of providers use it: the npm `soap` client reads the published WSDL, signs by WS-Security and saves,
 * reads, cancels and fills; what is forged, altered, old or repeated is refused with P1's codes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { hash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApi } from '#apps/api/server.ts';
import { assemble, type Platform } from '#apps/platform.ts';
import { readSettings } from '#apps/settings.ts';
import { type Actor, type Call, platformActor } from '#core/access/actor.ts';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { testAuthority } from '#core/signatures/fixtures/authority.ts';
import { writeCancellation } from '#libs/cda/cancellation.ts';
import { writeDispensing } from '#libs/cda/dispensing.ts';
import { compoundedPrescription, dispensing, referral } from '#libs/cda/fixtures/documents.ts';
import type { CancellationDocument, PrescriptionDocument, ReferralDocument } from '#libs/cda/model.ts';
import { writePrescription } from '#libs/cda/prescription.ts';
import { writeReferral } from '#libs/cda/referral.ts';

// biome-ignore lint/suspicious/noExplicitAny: the client makes its methods of the WSDL
type Client = any;
interface SoapModule {
  createClientAsync(url: string, options: object): Promise<Client>;
  WSSecurityCert: new (key: string, certificate: string, password: string, options: object) => object;
}

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-soap-'));
const npwz = { doctor: '4727124', pharmacist: '10000001' };
const pesel = '44051401359';
let soap: SoapModule;
let database: TestDatabase;
let server: FastifyInstance;
let platform: Platform;
let base: string;
const ids: Record<string, string> = {};
const keys: Record<'practice' | 'pharmacy' | 'stranger', { key: string; pem: string }> = {} as never;

const actor = (role: 'physician' | 'pharmacist'): Actor => ({
  ...{
    role,
    id: role,
    name: role,
    purpose: 'TREAT',
    scopes: [],
    practitioner: role === 'physician' ? 'doktor' : 'aptekarz',
  },
});
const sign = (xml: string, role: 'physician' | 'pharmacist' = 'physician') =>
  platform.signing.signDocument({ actor: actor(role), source: 'local', trace: 't' }, xml);
const base64 = (xml: string) => Buffer.from(xml).toString('base64');
let numbers = 0;
const number = () => `1${String(++numbers).padStart(21, '0')}`;

beforeAll(async () => {
  soap = (await import('soap' as string)) as SoapModule;
  database = await createTestDatabase();
  platform = assemble(readSettings({ EZDROWIE_HOME: home, PORT: '8097', LOG_LEVEL: 'silent' }), database);
  server = await buildApi(platform, async () => true);
  await server.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/soap`;
  await seed();
}, 60_000);
afterAll(async () => {
  await server?.close();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
});

async function seed(): Promise<void> {
  const call: Call = { actor: platformActor('test'), source: 'local', trace: 't' };
  const make = async (resource: { resourceType: string }) => (await platform.record.create(call, resource)).id;
  ids.practice = await make({ resourceType: 'Organization', name: 'Przychodnia', active: true } as never);
  ids.pharmacy = await make({ resourceType: 'Organization', name: 'Apteka', active: true } as never);
  const identifier = [{ system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: pesel }];
  const name = [{ use: 'official', family: 'Przykładowa', given: ['Łucja'] }];
  ids.patient = await make({ resourceType: 'Patient', identifier, name, birthDate: '1944-05-14' } as never);
  await make({
    ...{ resourceType: 'Encounter', status: 'finished', subject: { reference: `Patient/${ids.patient}` } },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    serviceProvider: { reference: `Organization/${ids.practice}` },
    period: { start: new Date(Date.now() - 3_600_000).toISOString() },
  } as never);
  const licence = { specialities: [], status: 'valid', ends: null } as const;
  await platform.identities.workers.tell(
    [
      { ...licence, npwz: npwz.doctor, practitioner: 'doktor', pesel: '80010112349', profession: 'lekarz' },
      { ...licence, npwz: npwz.pharmacist, practitioner: 'aptekarz', pesel: '80010212346', profession: 'farmaceuta' },
    ],
    new Date(Date.now() - 86_400_000),
  );
  const authority = await testAuthority(new Date());
  for (const who of ['practice', 'pharmacy', 'stranger'] as const) {
    const issued = await authority.person(`CN=${who}`, { kind: 'rsa' });
    const pem = issued.certificate.toString('pem');
    keys[who] = { key: String(issued.key.export({ type: 'pkcs8', format: 'pem' })), pem };
    if (who === 'stranger') continue;
    const thumbprint = hash('sha256', Buffer.from(issued.certificate.rawData), 'base64url');
    await database.query({
      text: `insert into accounts.client (id, name, metadata, scopes, token_seconds, demonstration, created_at, kind,
          provider, provider_name, certificates, gate_state, gate_until)
        values ($1, $1, '{}', '{system/*.cruds}', 300, true, now(), 'system', $2, $1, array[$3], 'verified',
          now() + interval '1 year')`,
      values: [who, ids[who], thumbprint],
    });
  }
}

const contextOf = (user: string, role: string) =>
  '<k:kontekstWywolania xmlns:k="http://csioz.gov.pl/p1/kontekst/mt/v20170510">' +
  Object.entries({ idUzytkownikaOidExt: user, rolaBiznesowa: role })
    .map(
      ([name, value]) =>
        `<k:atrybut nazwa="urn:csioz:p1:erecepta:kontekst:${name}"><k:wartosc>${value}</k:wartosc></k:atrybut>`,
    )
    .join('') +
  '</k:kontekstWywolania>';

interface Options {
  readonly who?: keyof typeof keys;
  readonly context?: string;
  readonly signed?: readonly string[];
  readonly soap12?: boolean;
}

async function clientFor(service: string, options: Options = {}): Promise<Client> {
  const { who = 'practice', context, signed = ['k:kontekstWywolania'], soap12 = true } = options;
  const client = await soap.createClientAsync(`${base}/${service}?wsdl`, {
    ...{ forceSoap12Headers: soap12, endpoint: `${base}/${service}`, escapeXML: true },
  });
  const { key, pem } = keys[who];
  if (context) client.addSoapHeader(context);
  const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
  const transforms = ['http://www.w3.org/2001/10/xml-exc-c14n#'];
  client.setSecurity(
    new soap.WSSecurityCert(key, pem, '', {
      ...{ hasTimeStamp: true, signatureAlgorithm: algorithm, signatureTransformations: transforms },
      ...(context && { additionalReferences: signed }),
    }),
  );
  return client;
}

/** Code of the fault that a call ends with. */
async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    const { body = '' } = error as { body?: string };
    return (
      /kodBledu(?:Major|Minor)[^<]*:([A-Za-z]+)<\/(?:\w+:)?kodBleduMajor>/.exec(body)?.[1] ??
      String(error).slice(0, 300)
    );
  }
}

const aReferral = (): ReferralDocument => {
  const extension = number();
  const one = referral('general');
  const id = { ...one.id, extension };
  return { ...one, id, setId: { ...one.setId, extension }, documentClass: '02.11', procedures: [] };
};

describe('ObslugaSkierowaniaWS', () => {
  it('saves, reads and cancels a referral, and the same again changes nothing', async () => {
    const client = await clientFor('ObslugaSkierowaniaWS');
    const document = aReferral();
    const tresc = base64(await sign(writeReferral(document)));
    const [saved] = await client.zapisDokumentuSkierowaniaAsync({ dokumentSkierowania: { tresc } });
    expect(saved).toMatchObject({
      kluczSkierowania: expect.stringMatching(/^\d{44}$/),
      kodSkierowania: expect.stringMatching(/^\d{4}$/),
      wynik: { major: 'urn:ezdrowie:wynik:wykonano' },
    });
    const [again] = await client.zapisDokumentuSkierowaniaAsync({ dokumentSkierowania: { tresc } });
    expect(again.kluczSkierowania).toBe(saved.kluczSkierowania);

    const reader = await clientFor('ObslugaSkierowaniaWS', {
      context: contextOf(npwz.doctor, 'LEKARZ_LEK_DENTYSTA_FELCZER'),
    });
    const [read] = await reader.odczytSkierowaniaAsync({ kluczSkierowania: saved.kluczSkierowania });
    expect(read.skierowanie).toMatchObject({ statusSkierowania: 'WYSTAWIONE', dokumentSkierowania: { tresc } });

    const cancelled: CancellationDocument = {
      ...{ ...document, kind: 'cancellation', version: 2, reason: 'Pomyłka.' },
      id: { root: document.id.root, extension: number() },
      cancelled: { id: document.id, version: 1, title: 'Skierowanie' },
    };
    const dokumentAnulowaniaSkierowania = { tresc: base64(await sign(writeCancellation(cancelled))) };
    const [done] = await client.zapisDokumentuAnulowaniaSkierowaniaAsync({ dokumentAnulowaniaSkierowania });
    expect(done.wynik.major).toBe('urn:ezdrowie:wynik:wykonano');
    const [after] = await reader.odczytSkierowaniaAsync({ kluczSkierowania: saved.kluczSkierowania });
    expect(after.skierowanie.statusSkierowania).toBe('ANULOWANE');
  });

  it('says no in an answer: a damaged document, another signer, another content under the same number', async () => {
    const client = await clientFor('ObslugaSkierowaniaWS', { soap12: false });
    const save = async (xml: string) =>
      (await client.zapisDokumentuSkierowaniaAsync({ dokumentSkierowania: { tresc: base64(xml) } }))[0];
    const document = aReferral();
    const signed = await sign(writeReferral(document));
    expect((await save(signed.replace('Przykładowa', 'Podmieniona'))).wynik.minor).toBe(
      'urn:ezdrowie:powod:signature-altered',
    );
    expect((await save(writeReferral(document))).wynik.minor).toContain('urn:ezdrowie:powod:signature-');
    const byAnother = {
      ...document,
      author: { ...document.author, id: { ...document.author.id, extension: npwz.pharmacist } },
    };
    expect((await save(await sign(writeReferral(byAnother)))).wynik.minor).toBe('urn:ezdrowie:powod:podpisujacy');
    const incomplete = await save(
      await sign(writeReferral({ ...document, patient: { ...document.patient, birthDate: '' } })),
    );
    expect(JSON.stringify(incomplete.wynikWeryfikacji)).toContain('kodWynikuWeryfikacji:blad');
    expect((await save(signed)).wynik.major).toBe('urn:ezdrowie:wynik:wykonano');
    expect((await save(await sign(writeReferral({ ...document, urgent: true })))).wynik.minor).toContain(
      'numer-zajety',
    );
  });
});

const aPrescription = (): PrescriptionDocument => {
  const extension = number();
  const { id, setId, patient: _, ...rest } = { ...compoundedPrescription };
  const patient = referral('general').patient;
  return {
    ...rest,
    patient,
    id: { ...id, extension },
    setId: { ...setId, extension },
    quantity: { value: String(50 + numbers), unit: 'g' },
  };
};

describe('ObslugaReceptyWS', () => {
  const asDoctor = contextOf(npwz.doctor, 'LEKARZ_LEK_DENTYSTA_FELCZER');
  const asPharmacist = contextOf(npwz.pharmacist, 'FARMACEUTA');

  async function savePackage(documents: readonly PrescriptionDocument[]) {
    const client = await clientFor('ObslugaReceptyWS');
    const recepta = await Promise.all(
      documents.map(async (one, index) => ({
        identyfikatorDokumentuWPakiecie: index + 1,
        tresc: base64(await sign(writePrescription(one))),
      })),
    );
    const [answer] = await client.zapisPakietuReceptAsync({ pakietRecept: { recepty: { recepta } } });
    expect(answer.wynik, JSON.stringify(answer)).toEqual({ major: 'urn:ezdrowie:wynik:wykonano' });
    return answer.potwierdzenieOperacjiZapisu.wynikZapisuPakietuRecept;
  }

  it('saves a package, which a pharmacy reads with the documents that the practice signed, and fills', async () => {
    const documents = [aPrescription()];
    const saved = await savePackage(documents);
    expect(saved.kodPakietuRecept).toMatch(/^\d{4}$/);
    const pharmacy = await clientFor('ObslugaReceptyWS', { who: 'pharmacy', context: asPharmacist });
    const [read] = await pharmacy.odczytPakietuReceptDoRealizacjiAsync({
      kryteriaOdczytuPakietuRecept: { kodPakietuRecept: `${saved.kodPakietuRecept}${pesel}` },
    });
    const one = [read.receptyDoRealizacji.receptaIRealizacja].flat()[0];
    expect(one).toMatchObject({ statusRecepty: 'WYSTAWIONA', pozostaloDoWydania: '1' });
    expect(Buffer.from(one.dokumentRecepty.tresc, 'base64').toString()).toContain(documents[0]?.id.extension);

    const filled = writeDispensing({
      ...dispensing,
      id: { ...dispensing.id, extension: number() },
      prescription: documents[0]?.id ?? dispensing.prescription,
      dispensingKind: 'Z',
      items: [
        {
          medicine: { name: 'Lek recepturowy' },
          quantity: { value: '1' },
          dispensedAt: new Date(),
          substituted: false,
        },
      ],
    });
    const tresc = base64(await sign(filled, 'pharmacist'));
    const kluczRecepty = { kluczRecepty: one.kluczRecepty };
    await pharmacy.przyjecieDoRealizacjiReceptyNaLekRecepturowyAsync({ kluczRecepty });
    const request = { dokumentRealizacjiRecepty: { tresc }, kluczRecepty: { kluczRecepty: one.kluczRecepty } };
    const [done] = await pharmacy.zapisRealizacjiReceptyAsync(request);
    expect(done, JSON.stringify(done)).toMatchObject({
      statusRecepty: 'ZREALIZOWANA',
      wynik: { major: 'urn:ezdrowie:wynik:wykonano' },
    });
    expect((await pharmacy.zapisRealizacjiReceptyAsync(request))[0].wynik.major).toBe('urn:ezdrowie:wynik:wykonano');

    const doctor = await clientFor('ObslugaReceptyWS', { context: asDoctor });
    const numerRecepty = { extension: documents[0]?.id.extension, root: documents[0]?.id.root };
    const [whole] = await doctor.odczytPakietuReceptAsync({ numerRecepty });
    expect(JSON.stringify(whole)).toContain('ZREALIZOWANA');
    const [list] = await doctor.wyszukanieReceptWystawiajacegoAsync({});
    expect(JSON.stringify(list)).toContain(one.kluczRecepty);
  });

  it('blocks, unblocks and cancels', async () => {
    const [document] = [aPrescription()];
    const saved = await savePackage([document]);
    const kluczRecepty = [saved.wynikWeryfikacji.weryfikowanaRecepta].flat()[0].kluczRecepty;
    const pharmacy = await clientFor('ObslugaReceptyWS', { who: 'pharmacy', context: asPharmacist });
    const przyczynaZablokowaniaRecepty = 'WYDANIE_ZAGRAZA_ZYCIU_LUB_ZDROWIU';
    const blocked = await pharmacy.zablokowanieReceptyAsync({
      kluczRecepty: { kluczRecepty },
      przyczynaZablokowaniaRecepty,
    });
    expect(blocked[0].statusRecepty, JSON.stringify(blocked[0])).toBe('ZABLOKOWANA');
    const unblocked = await pharmacy.odblokowanieReceptyAsync({ kluczRecepty: { kluczRecepty } });
    expect(unblocked[0].statusRecepty).toBe('WYSTAWIONA');
    const cancelled: CancellationDocument = {
      ...{ ...document, kind: 'cancellation', version: 2, reason: 'Pomyłka w dawce.' },
      id: { root: document.id.root.replace(/\.2\.1$/, '.2.9'), extension: number() },
      cancelled: { id: document.id, version: 1, title: 'Recepta' },
    };
    const dokumentAnulowaniaRecepty = { tresc: base64(await sign(writeCancellation(cancelled))) };
    const client = await clientFor('ObslugaReceptyWS');
    const [done] = await client.zapisDokumentuAnulowaniaReceptyAsync({ dokumentAnulowaniaRecepty });
    expect(done.wynik, JSON.stringify(done)).toEqual({ major: 'urn:ezdrowie:wynik:wykonano' });
  });
});

describe('what is not believed', () => {
  const read = { kluczSkierowania: '1'.repeat(44) };
  const context = contextOf(npwz.doctor, 'LEKARZ_LEK_DENTYSTA_FELCZER');
  const post = (body: string, type = 'application/soap+xml') =>
    fetch(`${base}/ObslugaSkierowaniaWS`, { method: 'POST', headers: { 'content-type': type }, body });
  const codeOf = async (answer: Response) => /kodBleduMajor:([A-Za-z]+)/.exec(await answer.text())?.[1];

  it('is a certificate of no client, and a context that was not signed', async () => {
    const stranger = await clientFor('ObslugaSkierowaniaWS', { who: 'stranger', context });
    expect(await faultOf(stranger.odczytSkierowaniaAsync(read))).toBe('bladUwierzytelnienia');
    const loose = await clientFor('ObslugaSkierowaniaWS', { context, signed: [] });
    expect(await faultOf(loose.odczytSkierowaniaAsync(read))).toBe('bladPodpisuKomunikatuWSS');
    const nobody = await clientFor('ObslugaSkierowaniaWS', { context: contextOf('3548362', 'FARMACEUTA') });
    expect(await faultOf(nobody.odczytSkierowaniaAsync(read))).toBe('bladAutoryzacji');
  });

  it('is a message that comes again, was altered, or is no envelope', async () => {
    const client = await clientFor('ObslugaSkierowaniaWS', { context });
    await client.odczytSkierowaniaAsync(read);
    const sent: string = client.lastRequest;
    expect(await codeOf(await post(sent))).toBe('bladUwierzytelnieniaWSS');
    expect(await codeOf(await post(sent.replace('1'.repeat(44), '2'.repeat(44))))).toBe('bladPodpisuKomunikatuWSS');
    const wrapped = sent.replace(
      /<soap:Body[\s\S]*<\/soap:Body>/,
      (body) => `${body.replace(/Id="[^"]*"/, '')}<x>${body}</x>`,
    );
    expect(await codeOf(await post(wrapped))).toBe('niepoprawnyKomunikat');
    const noStamp = sent.replace(/<Timestamp[\s\S]*<\/Timestamp>/, '');
    expect(await codeOf(await post(noStamp))).toBe('bladPodpisuKomunikatuWSS');
    for (const body of ['', 'x', '<a/>', `<!DOCTYPE a [<!ENTITY b "c">]>${sent}`, '<'.repeat(10_000)]) {
      const answer = await post(body);
      expect([answer.status, await codeOf(answer)]).toEqual([400, 'niepoprawnyKomunikat']);
    }
    const unsigned = sent.replace(/<wsse:Security[\s\S]*<\/wsse:Security>/, '');
    expect(await codeOf(await post(unsigned))).toBe('bladUwierzytelnieniaWSS');
    expect((await post(sent, 'application/json')).status).toBe(415);
    expect((await post(' '.repeat(3 * 1024 * 1024))).status).toBe(413);
  });
});
