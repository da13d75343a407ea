/** Issued packages carry documents that say what the record says, signed by whoever issued. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '#core/access/actor.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { signingService } from '#core/signatures/index.ts';
import { fileVault } from '#core/vault/index.ts';
import type { PrescriptionDocument } from '#libs/cda/model.ts';
import { readDocument } from '#libs/cda/read.ts';
import {
  aCream,
  aPrescription,
  gtin,
  openPractice,
  pesels,
  type Practice,
} from '#systems/care/e-prescription/fixtures/practice.ts';
import { type SigningCertificates, signingCertificates } from '#systems/oversight/signing-certificates/index.ts';
import { prescriptionDocuments } from '#apps/prescription-documents.ts';

const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-documents-'));
let at: Practice;
let signing: SigningCertificates;
beforeAll(async () => {
  at = await openPractice();
  at.actors.jan = { ...(at.actors.jan as Actor), name: 'Jan Testowy' };
  const { database, record } = at;
  const runtime = systemRuntime;
  const vault = fileVault(database, home, runtime);
  const trustFolder = path.join(home, 'trust');
  const npwzOf = async () => '4727124';
  signing = signingCertificates({ database, runtime, vault, demonstration: true, trustFolder, npwzOf });
  const { signDocument } = signing;
  at.documents = prescriptionDocuments({ record, runtime, signDocument });
});
afterAll(async () => {
  await at?.close();
  rmSync(home, { recursive: true, force: true });
});

async function documentsOf(id: string): Promise<{ document: PrescriptionDocument; signer: string }[]> {
  const { body, status } = await at.ask('anna', 'GET', `packages/${id}/document`);
  expect(status).toBe(200);
  const contents = [...String(body).matchAll(/<tresc>([^<]+)<\/tresc>/g)].map((match) =>
    Buffer.from(String(match[1]), 'base64'),
  );
  const service = signingService({
    runtime: systemRuntime,
    trust: signing.trust,
    revocation: signing.revocation,
    policy: { zusLastDate: new Date() },
  });
  return Promise.all(
    contents.map(async (signed) => {
      const { content, signer } = await service.verify(signed, { format: 'XAdES', document: 'prescription-narcotic' });
      const { document, faults } = readDocument(content);
      expect(faults).toEqual([]);
      return { document: document as PrescriptionDocument, signer: signer.name };
    }),
  );
}

it('says of each prescription what was prescribed, for whom, by whom', async () => {
  const prescriptions = [
    aPrescription('ramipril', { noSubstitution: true, refundLevel: 'R', annual: true }),
    aPrescription('metformin', { dosage: { amount: { value: 1, unit: 'tabl.' }, times: 2, days: 30 } }),
    { medicine: aCream, quantity: 1, refundLevel: 'R' },
  ];
  const { body, status } = await at.ask('jan', 'POST', 'packages', {
    patient: at.ids.anna,
    payer: '15',
    prescriptions,
  });
  expect(body).toMatchObject({ signed: true });
  expect(status).toBe(200);
  const documents = await documentsOf(body.id);
  expect(documents).toHaveLength(3);
  documents.forEach(({ document }, index) => {
    const one = body.prescriptions[index];
    expect(document.id.extension).toBe(one.number.value);
    expect(document.patient.id.extension).toBe(pesels.anna);
    expect(document.author.profession).toBe('LEK');
    expect(document.refund.payer).toBe('15');
    expect(document.medicine.name).toBe(one.medicine.name);
    expect(document.quantity.value).toBe(String(one.quantity));
  });
  const [first, second, cream] = documents.map(({ document }) => document);
  expect(first).toMatchObject({
    substitutionAllowed: false,
    refund: { level: 'R' },
    fillUntil: body.prescriptions[0].until,
  });
  expect(first?.medicine.package?.gtin).toBe(gtin('ramipril'));
  expect(second?.dosage).toMatchObject({ text: body.prescriptions[1].dosageWords, period: { value: '12', unit: 'h' } });
  expect(cream).toMatchObject({
    drugKind: 'R',
    medicine: { recipe: { text: expect.stringContaining('Vaselinum album q.s.') } },
  });
});

it('refuses to issue when nothing can be signed', async () => {
  const documents = at.documents;
  const none = signingCertificates({
    ...{ database: at.database, runtime: systemRuntime, vault: fileVault(at.database, home, systemRuntime) },
    ...{ demonstration: false, trustFolder: home, npwzOf: async () => undefined },
  });
  await at.database.query({ text: 'delete from signing_certificates.certificate' });
  const { signDocument } = none;
  at.documents = prescriptionDocuments({ record: at.record, runtime: systemRuntime, signDocument });
  const body = { patient: at.ids.anna, prescriptions: [aPrescription('weakRamipril')] };
  expect(await at.ask('jan', 'POST', 'packages', body)).toMatchObject({
    status: 422,
    body: { code: 'no-signing-certificate' },
  });
  at.documents = documents;
});
