/** The patient profile and the NFZ as apps/ puts them together: settled services beside events, and how old they are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patientProfile } from '#systems/documents/patient-profile/index.ts';
import { type Stage, setStage } from '#systems/exchange/patient-information/fixtures.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage((record, settled) => patientProfile({ record, sources: [settled] }).operations);
});
afterAll(() => stage?.close());

const overview = async () => (await stage.call('GET', `/patient-profile/${stage.patient}/overview`)).body;

describe('the profile and the NFZ', () => {
  it('shows services of facilities that never reported, and those with an event only once', async () => {
    const [nfz] = (await overview()).outside;
    expect(nfz).toMatchObject({ source: 'nfz', state: 'asking', simulated: true });
    await stage.until('answered');
    expect((await overview()).outside).toMatchObject([{ source: 'nfz', state: 'answered', partial: false }]);
    const settled = await stage.settled();
    expect(settled.length).toBeGreaterThan(4);
    const linked = settled.filter((one) => JSON.stringify(one).includes(`Encounter/${stage.visit}`));
    expect(linked).toHaveLength(1);
    const { body } = await stage.call('GET', `/patient-profile/${stage.patient}/timeline?lane=visits`);
    const rows = body.rows as { link: { type: string; id: string }; source: { facility: string; author: string } }[];
    expect(rows.filter(({ link }) => link.id === stage.visit)).toHaveLength(1);
    const own = rows.filter(({ link }) => link.type === 'ExplanationOfBenefit');
    expect(own).toHaveLength(settled.length - 1);
    for (const { source } of own) expect(source).toMatchObject({ author: 'NFZ (SYMULATOR)' });
    expect((await overview()).lifeLine.lanes.visits).toHaveLength(rows.length);
    const event = await stage.call('GET', `/patient-profile/${stage.patient}/events/Encounter/${stage.visit}`);
    expect(event.body.done.map(({ detail }: { detail: string }) => detail).join()).toContain('rozliczone przez NFZ');
    const [first] = own;
    const opened = await stage.call(
      'GET',
      `/patient-profile/${stage.patient}/events/ExplanationOfBenefit/${first?.link.id}`,
    );
    expect(opened.body).toMatchObject({ link: first?.link, lane: 'visits' });
  });

  it('says since when the Fund is down', async () => {
    stage.system.behave?.('down');
    stage.later(20);
    await stage.call('POST', `/patient-information/${stage.patient}/refresh`);
    const { downSince } = await stage.until('down');
    expect((await overview()).outside).toMatchObject([{ source: 'nfz', state: 'down', downSince }]);
  });
});
