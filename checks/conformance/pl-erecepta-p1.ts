/**
 * The e-prescription of P1: every kind of document that we write validates against P1's schema, unsigned and signed;
 * damaged copies do not; xmlsec1 believes the signatures; and P1's own example is read.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { testAuthority } from '#core/signatures/fixtures/authority.ts';
import { signCanonicalDocument } from '#core/signatures/index.ts';
import { verifyXades } from '#core/signatures/xades.ts';
import { writeCancellation } from '#libs/cda/cancellation.ts';
import { writeDispensing } from '#libs/cda/dispensing.ts';
import * as examples from '#libs/cda/fixtures/documents.ts';
import { referralKinds } from '#libs/cda/model.ts';
import { writePrescription } from '#libs/cda/prescription.ts';
import { readDocument } from '#libs/cda/read.ts';
import { writeReferral } from '#libs/cda/referral.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

const documents: readonly (readonly [name: string, xml: string])[] = [
  ['prescription', writePrescription(examples.fullPrescription)],
  ['prescription-pro-auctore', writePrescription(examples.personalPrescription)],
  ['prescription-compounded', writePrescription(examples.compoundedPrescription)],
  ['cancellation', writeCancellation(examples.cancellation)],
  ['dispensing', writeDispensing(examples.dispensing)],
  ...referralKinds.map((kind) => [`referral-${kind}`, writeReferral(examples.referral(kind))] as const),
];

/** What no schema of CDA lets through. */
const damages: readonly (readonly [name: string, damage: (xml: string) => string])[] = [
  ['no-author', (xml) => xml.replace(/<author>.*?<\/author>/s, '')],
  ['unknown-element', (xml) => xml.replace('<title>', '<cokolwiek></cokolwiek><title>')],
  ['no-time', (xml) => xml.replace(/<effectiveTime value="\d{14}/, '<effectiveTime value="wczoraj')],
];

export async function checkPrescriptions({ folder }: SuiteNeeds): Promise<SuiteResult> {
  const failures: SuiteResult['failures'] = [];
  let total = 0;
  const check = (what: string, why: string | undefined): void => {
    total++;
    if (why !== undefined) failures.push({ what, why });
  };
  const schema = schemaOf(path.join(folder, 'xsd', 'extPL_r2.xsd'));
  const judge = await signatures();
  try {
    for (const [name, xml] of documents) {
      check(`${name}: valid`, schema.why(xml));
      for (const [damage, change] of damages) {
        check(`${name}: ${damage}`, schema.why(change(xml)) === undefined ? 'accepted' : undefined);
      }
      const signed = await judge.sign(xml);
      check(`${name}: valid, signed`, schema.why(signed));
      check(`${name}: xmlsec1`, judge.why(signed));
    }
    for (const [what, why] of readExample(readFileSync(path.join(folder, 'recepta.xml'), 'utf8'))) check(what, why);
  } finally {
    judge.end();
    schema.end();
  }
  return { total, failures };
}

function schemaOf(file: string) {
  xmlRegisterFsInputProviders();
  const document = XmlDocument.fromString(readFileSync(file, 'utf8'), { url: file });
  const validator = XsdValidator.fromDoc(document);
  return {
    why(xml: string): string | undefined {
      const read = XmlDocument.fromString(xml);
      try {
        validator.validate(read);
        return undefined;
      } catch (error) {
        return (error as Error).message.split('\n')[0];
      } finally {
        read.dispose();
      }
    },
    end() {
      validator.dispose();
      document.dispose();
    },
  };
}

/** Signs by an authority of the run, and asks xmlsec1. Without xmlsec1 that part is passed over, aloud. */
async function signatures() {
  const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-p1-'));
  const at = (name: string) => path.join(home, name);
  const signedAt = new Date();
  const authority = await testAuthority(signedAt);
  const { signer } = await authority.person('CN=Konformizm');
  writeFileSync(at('root.pem'), authority.root.certificate.toString('pem'));
  writeFileSync(at('issuer.pem'), authority.issuer.certificate.toString('pem'));
  const present = spawnSync('xmlsec1', ['--version']).status === 0;
  if (!present) console.log('  SKIPPED: xmlsec1 is not installed, so only our own verifier judges the signatures');
  const trust = ['--trusted-pem', at('root.pem'), '--untrusted-pem', at('issuer.pem')];
  const ids = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];
  return {
    sign: (xml: string) => signCanonicalDocument(xml, { signer, signedAt, id: 'podpis-p1' }),
    why(signed: string): string | undefined {
      writeFileSync(at('signed.xml'), signed);
      try {
        verifyXades(signed);
        if (present) execFileSync('xmlsec1', ['--verify', ...trust, ...ids, at('signed.xml')], { stdio: 'pipe' });
        return undefined;
      } catch (error) {
        return (error as Error).message.split('\n')[0];
      }
    },
    end: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** P1's example: what it says, and that its signature of 2019 (SHA-1, 1024 bits) is refused by name. */
function readExample(xml: string): [string, string | undefined][] {
  const { document, faults } = readDocument(xml);
  const errors = faults
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message }) => `${path}: ${message}`);
  const equal = (what: string, is: unknown, should: unknown): [string, string | undefined] => [
    `recepta.xml: ${what}`,
    is === should ? undefined : `it is ${String(is)}, not ${String(should)}`,
  ];
  if (document?.kind !== 'prescription') return [['recepta.xml: read', errors.join('; ') || 'not a prescription']];
  const refusal = (() => {
    try {
      verifyXades(xml);
      return 'none';
    } catch (error) {
      return (error as { code?: string }).code;
    }
  })();
  return [
    ['recepta.xml: read', errors[0]],
    equal('number', document.id.extension, '4B0A584CD5994277904631'),
    equal('medicine', document.medicine.name, 'Zofran'),
    equal('package', document.medicine.package?.gtin, '09909991023652'),
    equal('dosage', document.dosage.text, '1 x 1 tabl. rano'),
    equal('entitlement', document.entitlements[0]?.code, 'IB'),
    equal('payer', document.refund.payer, '07'),
    equal('unit of the author', document.author.workplace?.id.extension, '000000926578-001'),
    equal('book of the provider', document.author.workplace?.provider?.extension, '000000926578'),
    equal('signature with SHA-1', refusal, 'algorithm'),
  ];
}
