/**
 * Flows between medical events (SGZ) and the patient profile (ePP): FLOW-47, the data of an event; FLOW-43, from a
 * document to the event it belongs to.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditTrail } from '#core/audit/index.ts';
import { serveOperations } from '#core/http/operations.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { anEvent, doctor, setStage, type Stage } from '#systems/care/medical-events/fixtures.ts';
import { patientProfile } from '#systems/documents/patient-profile/index.ts';

let stage: Stage;
let id: string;
beforeAll(async () => {
  stage = await setStage();
  const { database, record, server } = stage;
  serveOperations(server, patientProfile({ record }).operations, {
    ...{ database, audit: createAuditTrail({ database, runtime: systemRuntime }), runtime: systemRuntime },
    authenticator: { authenticate: async () => doctor },
  });
  stage.signIn(doctor);
  const note = { reason: 'Zawroty głowy od rana', plan: 'Kontrola za tydzień' };
  const { body } = await stage.call('POST', '/events', anEvent(stage.patient, 'flow-00000047', { note }));
  id = body.id;
});
afterAll(() => stage.close());

const profile = async (type: string, of: string) => {
  const answer = await stage.server.inject(`/api/patient-profile/${stage.patient}/events/${type}/${of}`);
  return { status: answer.statusCode, body: answer.json() };
};

describe('FLOW-47: SGZ tells ePP of a medical event', () => {
  it('with diagnoses, what was done, what was measured and the note, as soon as it is registered', async () => {
    const { status, body } = await profile('Encounter', id);
    expect(status).toBe(200);
    const words = (lines: { what: string }[]) => lines.map(({ what }) => what).sort();
    expect(body.what).toContain('Porada');
    expect(words(body.decided)).toEqual(['Cukrzyca typu 2', 'Nadciśnienie tętnicze']);
    expect(words(body.done)).toEqual(['Porada lekarska']);
    expect(body.results).toHaveLength(2);
    expect(words(body.documents)).toEqual(['Notatka z wizyty']);
    expect(body.who).toEqual(['Jan Adam Nowak-Lis']);
  });

  it('and that it was cancelled', async () => {
    const { body } = await stage.call('POST', '/events', anEvent(stage.patient, 'flow-00000048'));
    await stage.call('POST', `/events/${body.id}/cancel`, { reason: 'Pomyłka' });
    expect((await profile('Encounter', body.id)).body).toMatchObject({ status: 'entered-in-error', decided: [] });
  });
});

describe('FLOW-43: ePP finds the event of a document in SGZ', () => {
  it('by the Encounter that the document names', async () => {
    const { body } = await profile('Encounter', id);
    const [{ link }] = body.documents;
    const document = await profile(link.type, link.id);
    expect(document.body.text).toContain('Zawroty głowy od rana');
    const event = await stage.call('GET', `/events/${document.body.encounter.link.id}`);
    expect(event.body.event).toMatchObject({ id, number: 'flow-00000047', state: 'registered' });
  });
});
