/** Documents are canonical as they are written, and what was written is read back, whatever the words in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { XmlC14NMode } from 'libxml2-wasm';
import { withDocument } from '../xml-signature/document.ts';
import { writeCancellation } from './cancellation.ts';
import { writeDispensing } from './dispensing.ts';
import {
  cancellation,
  compoundedPrescription,
  dispensing,
  fullPrescription,
  personalPrescription,
  referral,
} from './fixtures/documents.ts';
import { el, text } from './markup.ts';
import { type ClinicalDocument, type PrescriptionDocument, referralKinds } from './model.ts';
import { writePrescription } from './prescription.ts';
import { readDocument } from './read.ts';
import { writeReferral } from './referral.ts';
import { momentFrom, timeStamp } from './times.ts';

const write = (document: ClinicalDocument): string => {
  if (document.kind === 'prescription') return writePrescription(document);
  if (document.kind === 'cancellation') return writeCancellation(document);
  return document.kind === 'dispensing' ? writeDispensing(document) : writeReferral(document);
};
/** All but the declaration, which canonical XML leaves out. */
const afterDeclaration = (xml: string): string => xml.slice(xml.indexOf('\n') + 1);
const canonical = (xml: string): string =>
  withDocument(xml, (document) => document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_1_0 }));

const documents: [string, ClinicalDocument][] = [
  ['prescription', fullPrescription],
  ['pro auctore, narcotic', personalPrescription],
  ['compounded medicine', compoundedPrescription],
  ['cancellation', cancellation],
  ['dispensing', dispensing],
  ...referralKinds.map((kind): [string, ClinicalDocument] => [`referral: ${kind}`, referral(kind)]),
];

describe.each(documents)('%s', (_, document) => {
  it('is canonical XML as it is written', () => {
    const xml = write(document);
    expect(canonical(xml)).toBe(afterDeclaration(xml));
  });

  it('is read back as it was', () => {
    const { document: read, faults } = readDocument(write(document));
    expect(faults.filter(({ code }) => code !== 'no-dosage')).toEqual([]);
    expect(read).toEqual(document);
  });

  it('refers to words that are there', () => {
    const xml = write(document);
    const ids = new Set([...xml.matchAll(/ ID="([^"]+)"/g)].map((match) => match[1]));
    const references = [...xml.matchAll(/<reference value="#([^"]+)"/g)].map((match) => match[1]);
    expect(references.filter((one) => !ids.has(one))).toEqual([]);
    expect(ids.size).toBe([...xml.matchAll(/ ID="/g)].length);
  });
});

describe('any words', () => {
  // What a reader puts in order: white space. What XML cannot say: controls, lone surrogates.
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((said) => !/[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(said))
    .map((said) => said.replaceAll(/\s+/g, ' ').trim())
    .filter((said) => said !== '');

  it('go through a prescription unchanged', () => {
    fc.assert(
      fc.property(word, word, word, word, (name, city, note, family) => {
        const document: PrescriptionDocument = {
          ...fullPrescription,
          patient: { ...fullPrescription.patient, name: { given: [name], family }, address: { city } },
          medicine: { ...fullPrescription.medicine, name },
          dosage: { ...fullPrescription.dosage, text: `1 tabl. ${note}` },
          noteToPharmacist: note,
        };
        const xml = write(document);
        expect(canonical(xml)).toBe(afterDeclaration(xml));
        expect(readDocument(xml).document).toEqual(document);
      }),
      { numRuns: 200 },
    );
  });

  it('never break the XML, whatever characters they are of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        const xml = el('a', { value: said, another: said }, text(said));
        expect(canonical(xml)).toBe(xml);
        const written = [...said].map((one) =>
          /[\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}\t\n\r]/u.test(one) ? one : '\u{FFFD}',
        );
        withDocument(xml, ({ root }) => {
          expect(root.content).toBe(written.join(''));
          expect(root.attrs.map(({ content }) => content)).toEqual([written.join(''), written.join('')]);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is wrong', () => {
  const codes = (xml: string): string[] => readDocument(xml).faults.map(({ code, path }) => `${code} ${path}`);
  const full = write(fullPrescription);

  it.each([
    ['no XML', 'nothing', 'not-xml /'],
    ['a DOCTYPE', `<!DOCTYPE a [<!ENTITY b "c">]>${full.slice(full.indexOf('<ClinicalDocument'))}`, 'doctype /'],
    ['another root', '<a xmlns="urn:hl7-org:v3"/>', 'no-document /'],
    ['another template', full.replace('13.10.1.3"', '13.10.1.999"'), 'unknown-template templateId'],
    ['no medicine', full.replace(/<entry>.*?<\/entry>/s, ''), 'lines section[Rp.]/entry'],
    [
      'no birth date',
      full.replace(/<birthTime[^>]*>/, '<birthTime nullFlavor="UNK">'),
      'missing recordTarget/patientRole/patient/birthTime',
    ],
    [
      'a day that is none',
      full.replace('<birthTime value="19440514"', '<birthTime value="19440231"'),
      'not-a-day patient/birthTime',
    ],
    [
      'another signer',
      full.replace(/(<assignedEntity><id [^>]*extension=")4727124/, '$13548362'),
      'signer legalAuthenticator/assignedEntity/id',
    ],
    ['an unknown level', full.replaceAll('code="30%"', 'code="35%"'), 'unknown-code supply/payment/RLPO'],
    [
      'a quantity that is none',
      full.replace('<quantity value="4">', '<quantity value="4;DROP">'),
      'not-a-number supply/quantity',
    ],
  ])('is named: %s', (_, xml, code) => {
    expect(codes(xml)).toContain(code);
    expect(readDocument(xml).document).toBeUndefined();
  });

  it('refuses depth and size', () => {
    expect(codes(`<a xmlns="urn:hl7-org:v3">${'<b>'.repeat(80)}${'</b>'.repeat(80)}</a>`)).toContain('too-deep /');
    expect(codes(full.padEnd(1_100_000, ' '))).toContain('too-large /');
  });

  it('never throws for what a stranger damaged', () => {
    fc.assert(
      fc.property(
        fc.nat(full.length),
        fc.nat(200),
        fc.string({ unit: 'binary', maxLength: 20 }),
        (at, length, said) => {
          readDocument(full.slice(0, at) + said + full.slice(at + length));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads a version of a document that is not the next of the cancelled one as an error', () => {
    expect(codes(write({ ...cancellation, version: 3 }))).toContain('version versionNumber');
  });
});

describe('times', () => {
  it('are whole seconds in Warsaw, summer and winter, and read back', () => {
    expect(timeStamp(new Date('2026-07-01T10:00:00Z'))).toBe('20260701120000+0200');
    expect(timeStamp(new Date('2026-12-31T23:30:00Z'))).toBe('20270101003000+0100');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const moment = new Date(seconds * 1000);
        expect(momentFrom(timeStamp(moment))).toEqual(moment);
      }),
    );
  });

  it('without an offset are those of Warsaw', () => {
    expect(momentFrom('20190824102143')).toEqual(new Date('2019-08-24T08:21:43Z'));
    expect(momentFrom('20190224102143')).toEqual(new Date('2019-02-24T09:21:43Z'));
    expect(momentFrom('20190824')).toEqual(new Date('2019-08-23T22:00:00Z'));
    expect(momentFrom('2019082')).toBeUndefined();
    expect(momentFrom('20190230')).toBeUndefined();
  });
});
