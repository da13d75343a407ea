/** Signing and verifying in every format, with an authority of our own; what an attacker would change is refused. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { KeyUsageFlags } from '@peculiar/x509';
import { compactVerify, importX509 } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedRuntime } from '../runtime/runtime.ts';
import { type Issued, testAuthority } from './fixtures/authority.ts';
import { smallPdf } from './fixtures/small-pdf.ts';
import {
  type Format,
  formats,
  keySigner,
  type Level,
  type RevocationData,
  type SignerKind,
  signDetached,
  signingService,
  simulatedAuthorityOfTime,
  timeStamperOver,
} from './index.ts';

const runtime = fixedRuntime(new Date().toISOString());
const now = runtime.now();
const cda =
  '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet href="CDA_PL_IG_1.3.2.xsl" type="text/xsl"?>\n' +
  '<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2" extension="7"/><title>Recepta dla Zażółci</title></ClinicalDocument>\n';
const sources: Record<Format, Buffer> = {
  XAdES: Buffer.from(cda),
  JAdES: Buffer.from('{"resourceType":"Patient","id":"1"}'),
  PAdES: smallPdf(),
  CAdES: Buffer.from('any bytes'),
};
const cases = formats.flatMap((format) => (['B', 'T'] as const).map((level): [Format, Level] => [format, level]));

let authority: Awaited<ReturnType<typeof testAuthority>>;
let doctor: Issued;
let rsaDoctor: Issued;
beforeAll(async () => {
  authority = await testAuthority(now);
  doctor = await authority.person('CN=Jan Nowak,2.5.4.5=NPWZ-1234567');
  rsaDoctor = await authority.person('CN=Ewa Mazur', { kind: 'rsa' });
});

/** A service that believes the test authority; parts of it can be changed. */
async function service(change: { revocation?: RevocationData; kind?: SignerKind; anchors?: Buffer[] } = {}) {
  const revocation = change.revocation ?? (await authority.revocation());
  const anchors = change.anchors ?? [authority.anchor];
  let drawn = 0;
  return signingService({
    runtime,
    trust: () => ({
      anchors: anchors.map((certificate) => ({ certificate, kind: change.kind ?? 'qualified' })),
      timeAnchors: anchors,
    }),
    revocation: () => revocation,
    policy: { zusLastDate: new Date(now.getTime() - 86_400_000) },
    stamper: timeStamperOver(
      (request) => simulatedAuthorityOfTime(request, authority.time.signer, now),
      (length) => Buffer.alloc(length, ++drawn),
    ),
  });
}

const refused = (code: string) => expect.objectContaining({ name: 'Refusal', code: `signature-${code}`, status: 422 });

describe('signatures', () => {
  it.each(cases)('verify what they signed: %s-%s', async (format, level) => {
    const signing = await service();
    for (const who of [doctor, rsaDoctor]) {
      const signed = await signing.sign(sources[format], format, who.signer, level);
      const verified = await signing.verify(signed, { format });
      expect(verified).toMatchObject({ format, level, kind: 'qualified' });
      expect(verified.signer.name).toBe(who === doctor ? 'Jan Nowak' : 'Ewa Mazur');
      expect(verified.stampedAt !== undefined).toBe(level === 'T');
      if (format === 'JAdES' || format === 'CAdES') expect(verified.content).toEqual(sources[format]);
      if (format === 'XAdES') expect(verified.content.toString()).toContain('<title>Recepta dla Zażółci</title>');
      if (format === 'PAdES') expect(verified.content.subarray(0, sources.PAdES.length)).toEqual(sources.PAdES);
    }
  });

  it.each(cases)('notice every single changed byte: %s-%s', async (format, level) => {
    const signing = await service();
    const signed = await signing.sign(sources[format], format, doctor.signer, level);
    const meaning = (await signing.verify(signed, { format })).content;
    const step = Math.max(1, Math.floor(signed.length / 120));
    for (let at = 0; at < signed.length; at += step) {
      const changed = Buffer.from(signed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      // Some bytes carry no meaning (a stamp's padding, case of hexadecimal); what is believed must then be the same.
      const result = await signing.verify(changed, { format }).catch((error: unknown) => error);
      if (result instanceof Error) expect(result).toMatchObject({ name: 'Refusal' });
      else expect((result as { content: Buffer }).content.equals(meaning)).toBe(true);
    }
  });

  it.each(formats)('refuse a signer of nobody trusted: %s', async (format) => {
    const other = await testAuthority(now, 'Obcy');
    const stranger = await other.person('CN=Jan Nowak');
    const signed = await (await service()).sign(sources[format], format, stranger.signer, 'B');
    await expect((await service()).verify(signed, { format })).rejects.toEqual(refused('untrusted'));
  });
});

describe('certificates', () => {
  const signedBy = async (who: Issued, level: Level = 'B') =>
    (await service()).sign(sources.JAdES, 'JAdES', who.signer, level);
  const question = { format: 'JAdES' } as const;
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

  it('count only while they are valid', async () => {
    const lapsed = await authority.person('CN=Dawny', { until: hours(-1) });
    const coming = await authority.person('CN=Przyszły', { from: hours(1) });
    for (const who of [lapsed, coming]) {
      await expect((await service()).verify(await signedBy(who), question)).rejects.toEqual(refused('lapsed'));
    }
  });

  it('count only for signing, never for issuing', async () => {
    const wrong = await authority.person('CN=Szyfr', { usage: KeyUsageFlags.keyEncipherment });
    await expect((await service()).verify(await signedBy(wrong), question)).rejects.toEqual(refused('wrong-usage'));
    await expect((await service()).verify(await signedBy(authority.issuer), question)).rejects.toEqual(
      refused('wrong-usage'),
    );
    // A person's certificate issues nobody.
    const forged = { ...doctor, signer: keySigner(doctor.key, [...doctor.signer.certificates].reverse()) };
    await expect((await service()).verify(await signedBy(forged), question)).rejects.toMatchObject({ name: 'Refusal' });
  });

  it('do not count once revoked, unless a stamp shows an earlier time', async () => {
    const revoked = await service({ revocation: await authority.revocation({ who: doctor, at: hours(-1) }) });
    await expect(revoked.verify(await signedBy(doctor), question)).rejects.toEqual(refused('revoked'));
    await expect(revoked.verify(await signedBy(doctor, 'T'), question)).rejects.toEqual(refused('revoked'));
    const later = await service({ revocation: await authority.revocation({ who: doctor, at: hours(1) }) });
    await expect(later.verify(await signedBy(doctor, 'T'), question)).resolves.toMatchObject({ level: 'T' });
  });

  it('need somebody fresh who says that they are not revoked', async () => {
    const signed = await signedBy(doctor);
    const stale = {
      crls: [await authority.list(authority.root), await authority.list(authority.issuer, [], hours(-0.5))],
    };
    const other = await testAuthority(now);
    const foreign = { crls: [await authority.list(authority.root), await other.list(other.issuer)] };
    for (const revocation of [{}, stale, foreign]) {
      await expect((await service({ revocation })).verify(signed, question)).rejects.toEqual(
        refused('revocation-unknown'),
      );
    }
  });

  it('are asked about by OCSP, too', async () => {
    const signed = await signedBy(doctor);
    const crls = [await authority.list(authority.root)];
    const good = await service({ revocation: { crls, ocsp: [await authority.answer(doctor)] } });
    await expect(good.verify(signed, question)).resolves.toMatchObject({ kind: 'qualified' });
    const revoked = await service({ revocation: { crls, ocsp: [await authority.answer(doctor, hours(-1))] } });
    await expect(revoked.verify(signed, question)).rejects.toEqual(refused('revoked'));
    const ofAnother = await service({ revocation: { crls, ocsp: [await authority.answer(rsaDoctor)] } });
    await expect(ofAnother.verify(signed, question)).rejects.toEqual(refused('revocation-unknown'));
    const other = await testAuthority(now);
    const forged = await service({ revocation: { crls, ocsp: [await other.answer(doctor)] } });
    await expect(forged.verify(signed, question)).rejects.toEqual(refused('revocation-unknown'));
  });
});

describe('policy', () => {
  const sign = async (format: Format, level: Level = 'B') =>
    (await service()).sign(sources[format], format, doctor.signer, level);

  it('says which signature counts for which document', async () => {
    const ask = async (
      kind: SignerKind,
      format: Format,
      document: 'prescription' | 'prescription-narcotic' | 'histopathology',
      level: Level = 'B',
    ) => (await service({ kind })).verify(await sign(format, level), { format, document });
    await expect(ask('qualified', 'XAdES', 'prescription')).resolves.toMatchObject({ kind: 'qualified' });
    await expect(ask('qualified', 'CAdES', 'prescription')).rejects.toEqual(refused('policy'));
    await expect(ask('system', 'XAdES', 'prescription')).rejects.toEqual(refused('policy'));
    await expect(ask('zus', 'XAdES', 'prescription')).rejects.toEqual(refused('policy'));
    await expect(ask('zus', 'XAdES', 'prescription-narcotic')).rejects.toEqual(refused('policy'));
    await expect(ask('qualified', 'PAdES', 'histopathology')).rejects.toEqual(refused('policy'));
    await expect(ask('qualified', 'PAdES', 'histopathology', 'T')).resolves.toMatchObject({ level: 'T' });
  });
});

describe('attacks', () => {
  const verify = async (signed: string | Buffer, format: Format) =>
    (await service()).verify(Buffer.from(signed), { format });
  const signed = async (format: Format) =>
    (await (await service()).sign(sources[format], format, doctor.signer, 'B')).toString('latin1');
  const utf8 = async () => (await (await service()).sign(sources.XAdES, 'XAdES', doctor.signer, 'B')).toString();

  it('by wrapping the signed document into another are refused', async () => {
    const original = await utf8();
    const signature = /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(original)?.[0] ?? '';
    const bare = original.replace(signature, '').replace(/<\?[^>]*\?>\s*/g, '');
    const evil = bare.replace('Zażółci', 'Innej');
    const wrapped = [
      evil.replace('</ClinicalDocument>', `<x>${bare}</x>${signature}</ClinicalDocument>`),
      evil.replace('</ClinicalDocument>', `${original.replace(/<\?[^>]*\?>\s*/g, '')}</ClinicalDocument>`),
      `<y>${evil}${original.replace(/<\?[^>]*\?>\s*/g, '')}</y>`,
      original.replace('</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`).replace('Zażółci', 'Innej'),
      original.replace('</ds:Signature>', '</ds:Signature><title>Recepta dla Innej</title>'),
    ];
    for (const attempt of wrapped)
      await expect(verify(attempt, 'XAdES')).rejects.toMatchObject({ name: 'Refusal', status: 422 });
  });

  it('by a second element of one id, a DOCTYPE, a weak or a transforming algorithm are refused by name', async () => {
    const original = await utf8();
    const id = / Id="(podpis-[^"]+-properties)"/.exec(original)?.[1] ?? '';
    const tries: [string, string][] = [
      [original.replace('</ds:Signature>', `<ds:Object ID="${id}"/></ds:Signature>`), 'id-twice'],
      [original.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'), 'doctype'],
      [original.replace('ecdsa-sha256', 'ecdsa-sha1'), 'algorithm'],
      [original.replaceAll('xmlenc#sha256', 'xmldsig#sha1'), 'wrong-value'],
      [original.replace(/http:[^"]*enveloped-signature/, 'http://www.w3.org/TR/1999/REC-xslt-19991116'), 'wrong-value'],
      [original.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, ''), 'format'],
      [original.replace('</ClinicalDocument>', ''), 'not-xml'],
      [original.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, ''), 'certificate'],
    ];
    for (const [attempt, code] of tries) await expect(verify(attempt, 'XAdES')).rejects.toEqual(refused(code));
  });

  it('by another method or header of a JWS are refused', async () => {
    const [head = '', body = '', value = ''] = (await signed('JAdES')).split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString());
    const withHead = (change: object, signature = value) =>
      `${Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url')}.${body}.${signature}`;
    const tries: [string, string][] = [
      [withHead({ alg: 'none' }, ''), 'format'],
      [withHead({ alg: 'none' }), 'algorithm'],
      [withHead({ alg: 'HS256' }), 'algorithm'],
      [withHead({ jwk: {} }), 'header'],
      [withHead({ x5u: 'https://evil.example/' }), 'header'],
      [withHead({ crit: ['sigT', 'exp'] }), 'header'],
      [withHead({ crit: undefined }), 'header'],
      [withHead({ x5c: [doctor.signer.certificates[1]?.toString('base64')] }), 'certificate'],
      [withHead({}), 'wrong-value'],
      [`${head}.${body}.${value}=`, 'format'],
    ].filter(([attempt]) => attempt !== `${head}.${body}.${value}`) as [string, string][];
    for (const [attempt, code] of tries) await expect(verify(attempt, 'JAdES')).rejects.toEqual(refused(code));
  });

  it('by adding to a signed PDF are refused', async () => {
    const original = Buffer.from(await signed('PAdES'), 'latin1');
    const update = Buffer.concat([original, Buffer.from('9 0 obj\n<< >>\nendobj\n%%EOF\n')]);
    await expect(verify(update, 'PAdES')).rejects.toEqual(refused('partial'));
    const shorter = Buffer.from(
      original.toString('latin1').replace(/\/ByteRange \[0 \d{10}/, '/ByteRange [0 0000000100'),
      'latin1',
    );
    await expect(verify(shorter, 'PAdES')).rejects.toEqual(refused('partial'));
    await expect(verify(smallPdf(), 'PAdES')).rejects.toEqual(refused('format'));
    await expect((await service()).sign(original, 'PAdES', doctor.signer, 'B')).rejects.toMatchObject({
      name: 'Refusal',
    });
  });

  it('by garbage end in a refusal in every format', async () => {
    for (const format of formats) {
      for (const garbage of [
        '',
        '{',
        '<a/>',
        '%PDF-1.4',
        'a.b.c',
        '\u0000',
        '0'.repeat(5000),
        '<a'.repeat(2000),
        '{"payload":1}',
      ]) {
        await expect(verify(garbage, format)).rejects.toMatchObject({ name: 'Refusal', status: 422 });
      }
    }
  });
});

it('signs what stands elsewhere, as P1 wants for medical events', async () => {
  const resources = [1, 2].map((n) => ({
    uri: `https://p1.example/fhir/Observation/${n}/_history/1`,
    octets: Buffer.from(`<O n="${n}"/>`),
  }));
  const signed = await signDetached(resources, 'application/fhir+xml', {
    signer: doctor.signer,
    signedAt: now,
    id: 's',
  });
  const outside = (change: string) => (uri: string) => {
    const found = resources.find((resource) => resource.uri === uri)?.octets;
    return found && Buffer.concat([found, Buffer.from(change)]);
  };
  const verify = async (change: string) =>
    (await service()).verify(Buffer.from(signed), { format: 'XAdES', outside: outside(change) });
  expect((await verify('')).content.toString()).toBe('<O n="1"/><O n="2"/>');
  await expect(verify(' ')).rejects.toEqual(refused('altered'));
  await expect((await service()).verify(Buffer.from(signed), { format: 'XAdES' })).rejects.toEqual(
    refused('reference-outside'),
  );
});

describe('independent judges', () => {
  const found = (tool: string) => {
    try {
      execFileSync('which', [tool], { stdio: 'ignore' });
      return true;
    } catch {
      console.warn(`SKIPPED: ${tool} is not installed, so nobody else judges our signatures in that format`);
      return false;
    }
  };
  const inFolder = async (use: (file: (name: string, content: string | Buffer) => string) => Promise<void> | void) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-signatures-'));
    try {
      await use((name, content) => {
        writeFileSync(path.join(folder, name), content);
        return path.join(folder, name);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('jose accepts our JAdES', async () => {
    const jws = (await (await service()).sign(sources.JAdES, 'JAdES', doctor.signer, 'B')).toString();
    const key = await importX509(doctor.certificate.toString('pem'), 'ES256');
    expect(Buffer.from((await compactVerify(jws, key, { crit: { sigT: true } })).payload)).toEqual(sources.JAdES);
  });

  it.skipIf(!found('xmlsec1'))('xmlsec1 accepts our XAdES', () =>
    inFolder(async (file) => {
      const anchor = file('root.pem', authority.root.certificate.toString('pem'));
      for (const who of [doctor, rsaDoctor]) {
        const signed = file('signed.xml', await (await service()).sign(sources.XAdES, 'XAdES', who.signer, 'T'));
        const ids = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];
        execFileSync('xmlsec1', ['--verify', '--enabled-key-data', 'x509', '--trusted-pem', anchor, ...ids, signed], {
          stdio: 'pipe',
        });
      }
    }),
  );

  it.skipIf(!found('openssl'))('openssl accepts our CMS and our time stamps', () =>
    inFolder(async (file) => {
      const anchor = file('root.pem', authority.root.certificate.toString('pem'));
      for (const who of [doctor, rsaDoctor]) {
        const signed = file('signed.der', await (await service()).sign(sources.CAdES, 'CAdES', who.signer, 'T'));
        execFileSync(
          'openssl',
          [
            'cms',
            '-verify',
            '-inform',
            'DER',
            '-in',
            signed,
            '-CAfile',
            anchor,
            '-purpose',
            'any',
            '-binary',
            '-cades',
          ],
          { stdio: 'pipe' },
        );
      }
    }),
  );

  it.skipIf(!found('pdfsig'))('pdfsig accepts our PAdES', () =>
    inFolder(async (file) => {
      const signed = file('signed.pdf', await (await service()).sign(sources.PAdES, 'PAdES', rsaDoctor.signer, 'T'));
      const said = execFileSync('pdfsig', ['-nocert', signed], { encoding: 'utf8' });
      expect(said).toContain('Signature is Valid');
      expect(said).toContain('Total document signed');
    }),
  );
});
