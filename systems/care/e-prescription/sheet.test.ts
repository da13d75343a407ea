/** The sheet of a package: for those who may see its code, and for nobody else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPrescription, openPractice, type Practice } from './fixtures/practice.ts';

let at: Practice;
beforeAll(async () => {
  at = await openPractice();
});
afterAll(() => at?.close());

const tool = spawnSync('pdftotext', ['-v']).error === undefined;
if (!tool) console.warn('SKIPPED: POPPLER-UTILS IS NOT INSTALLED, SO NO SHEET IS READ IN THIS RUN');

const print = async (who: string, id: string) => {
  const url = `/api/e-prescription/packages/${id}/sheet.pdf`;
  const answer = await at.server.inject({ method: 'GET', url, headers: { authorization: who } });
  return { status: answer.statusCode, type: answer.headers['content-type'], pdf: answer.rawPayload };
};

it('says key, code, medicines and days to prescriber and patient; the rest are refused', async () => {
  const prescriptions = [aPrescription('ramipril'), aPrescription('metformin')];
  const { body } = await at.ask('jan', 'POST', 'packages', { patient: at.ids.anna, prescriptions });
  for (const who of ['jan', 'anna']) {
    const { status, type, pdf } = await print(who, body.id);
    expect([status, type]).toEqual([200, 'application/pdf']);
    if (!tool) continue;
    const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).replaceAll(
      /\s+/g,
      ' ',
    );
    for (const words of [body.code, 'Zmyślony1', 'Zmyślony7', body.prescriptions[0].dosageWords, 'Odpłatność']) {
      expect(text).toContain(words);
    }
    expect(text.replaceAll(' ', '')).toContain(body.key);
  }
  expect((await print('lion', body.id)).status).toBe(403);
  expect((await print('zosia', body.id)).status).toBe(404);
});
