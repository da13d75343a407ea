/**
 * What is another's stays another's, by whatever way it is asked for: nothing of the victim in an answer, and no
 * difference between a victim who is there and one who is not. requirements 2.5: search must not leak by shape.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canary, type Headers, startTarget, type Target, type Victim } from './target.ts';

let target: Target;
const attackers: Record<string, Headers> = {};
beforeAll(async () => {
  target = await startTarget();
  for (const login of ['anna.wisniowiecka', 'ewa.mazur', 'operator']) attackers[login] = await target.session(login);
}, 180_000);
afterAll(() => target?.close());

/** Ids of the same form as the victim's that lead to nobody. */
const nobody = (victim: Victim): Victim =>
  Object.fromEntries(
    Object.entries(victim).map(([name, id]) => [name, name === 'pesel' ? '02070803628' : changed(id)]),
  ) as unknown as Victim;
const changed = (id: string) =>
  id.slice(0, -3) + [...id.slice(-3)].map((letter) => (letter === '0' ? '1' : '0')).join('');

type Ask = (victim: Victim) => string;
/** Searches: an answer of 200 must be empty of the victim, and the same as for nobody. */
const searches: Ask[] = [
  ({ patient }) => `Patient?_id=${patient}&_total=accurate`,
  ({ patient }) => `Observation?patient=${patient}&_total=accurate`,
  ({ patient }) => `Observation?subject=Patient/${patient}&_summary=count`,
  ({ patient }) => `Observation?subject:Patient=${patient}`,
  ({ patient }) => `Observation?patient=${patient}&_sort=-date&_elements=id`,
  ({ patient }) => `Observation?patient=${patient}&code:missing=false`,
  ({ patient }) => `Observation?patient=${patient}&code-value-quantity=http://loinc.org|8867-4$gt60`,
  ({ patient }) => `Observation?patient=${patient}&_asOf=2026-12-31T00:00:00Z`,
  ({ patient }) => `Observation?_id:not=x&patient=${patient}`,
  ({ observation }) =>
    `Observation?_id=${observation}&_include=Observation:patient&_include:iterate=Observation:encounter`,
  ({ encounter }) => `Observation?encounter=${encounter}`,
  ({ encounter }) => `Observation?encounter.subject._id=x&encounter=${encounter}`,
  ({ pesel }) => `Patient?identifier=${pesel}&_total=accurate`,
  ({ pesel }) => `Patient?identifier=urn:oid:2.16.840.1.113883.3.4424.1.1.616|${pesel}`,
  ({ pesel }) => `Observation?subject:Patient.identifier=${pesel}&_total=accurate`,
  ({ pesel }) => `Observation?patient:identifier=${pesel}`,
  ({ patient }) => `Organization?_has:Encounter:service-provider:patient=${patient}&_total=accurate`,
  ({ patient }) => `Practitioner?_has:Observation:performer:patient=${patient}&_total=accurate`,
  ({ patient }) =>
    `Practitioner?_has:Encounter:participant:_has:Observation:encounter:patient=${patient}&_total=accurate`,
  ({ pesel }) => `Practitioner?_has:Observation:performer:subject.identifier=${pesel}&_total=accurate`,
  ({ patient }) => `Group?member=Patient/${patient}`,
  ({ group }) => `Group?_id=${group}`,
  ({ patient }) => `List?subject=Patient/${patient}`,
  ({ observation }) => `List?item=Observation/${observation}`,
  ({ list }) => `Observation?_list=${list}&_total=accurate`,
  ({ patient }) => `Patient/${patient}/Observation`,
  ({ patient }) => `Patient/${patient}/*?_total=accurate`,
  ({ practitioner }) => `Practitioner/${practitioner}/Observation?_total=accurate`,
  ({ encounter }) => `Encounter/${encounter}/Observation`,
  ({ patient }) => `?_type=Patient,Observation&_id=${patient}`,
  ({ patient }) => `Observation?_filter=${encodeURIComponent(`patient eq "Patient/${patient}"`)}&_total=accurate`,
  ({ patient }) => `Observation?patient=${patient}&_contained=both`,
  ({ patient }) => `Provenance?target=Patient/${patient}`,
  ({ patient }) => `AuditEvent?entity=Patient/${patient}`,
  ({ patient }) => `Consent?patient=${patient}`,
  ({ patient }) => `Observation/$lastn?patient=${patient}&category=vital-signs`,
];

/** Searches that name no id: whatever they find, the victim is not in it, and does not count. */
const wide: string[] = [
  `Patient?name=${canary}&_total=accurate`,
  `Patient?family:exact=${canary}&_summary=count`,
  `Patient?_filter=${encodeURIComponent(`name co "${canary}"`)}&_total=accurate`,
  `Patient?_content=${canary}`,
  `Observation?_content=${canary}&_total=accurate`,
  `Observation?_text=${canary}`,
  `Observation?subject:Patient.name=${canary}&_total=accurate`,
  `Observation?code:text=${canary}&_total=accurate`,
  `Organization?_has:Encounter:service-provider:subject:Patient.name=${canary}&_total=accurate`,
  `Practitioner?_has:Observation:performer:patient.name=${canary}&_total=accurate`,
  `?_type=Patient,Observation,Condition,Group,List&_content=${canary}`,
];

const get = (attacker: string, address: string) =>
  fetch(`${target.url}/fhir/R4/${address.replace(/^\?/, '?')}`, { headers: attackers[attacker] ?? {} });

/** What an answer says, without what differs between any two: the ids asked for, times, addresses of the question. */
function shape(text: string, victim: Victim): string {
  const ids = Object.values(victim);
  return ids
    .reduce((left, id) => left.replaceAll(id, '·'), text)
    .replaceAll(/"lastUpdated":"[^"]*"/g, '')
    .replaceAll(/"url":"[^"]*"/g, '')
    .replaceAll(/"id":"[0-9a-z-]{20,}"/g, '');
}

describe.each(['anna.wisniowiecka', 'ewa.mazur', 'operator'])('%s', (attacker) => {
  it('finds nothing of the victim by any search, and cannot tell whether there is such a person', async () => {
    const other = nobody(target.victim);
    const leaks: string[] = [];
    for (const ask of searches) {
      const [real, none] = await Promise.all([get(attacker, ask(target.victim)), get(attacker, ask(other))]);
      const [said, saidOfNone] = [await real.text(), await none.text()];
      const withoutQuestion = said.replaceAll(/"url":"[^"]*"/g, '');
      if (withoutQuestion.includes(canary) || real.status >= 500)
        leaks.push(`${ask(target.victim)}: ${real.status} tells`);
      if (real.status !== none.status || shape(said, target.victim) !== shape(saidOfNone, other)) {
        leaks.push(`${ask(target.victim)}: ${real.status} and ${none.status} differ`);
      }
    }
    expect(leaks).toEqual([]);
  });

  it('finds nothing of the victim by words that only they have', async () => {
    const leaks: string[] = [];
    for (const ask of wide) {
      const answer = await get(attacker, ask);
      const said = await answer.text();
      const { total, entry } = JSON.parse(said) as { total?: number; entry?: unknown[] };
      if (answer.status >= 500 || (answer.status === 200 && (total || entry?.length)))
        leaks.push(`${ask}: ${said.slice(0, 200)}`);
    }
    expect(leaks).toEqual([]);
  });

  it('is told of what is there as of what is not', async () => {
    const other = nobody(target.victim);
    const addresses: Ask[] = [
      ({ patient }) => `Patient/${patient}`,
      ({ observation }) => `Observation/${observation}`,
      ({ observation }) => `Observation/${observation}/_history`,
      ({ observation }) => `Observation/${observation}/_history/1`,
      ({ observation }) => `Observation/${observation}/_history/9`,
      ({ patient }) => `Patient/${patient}/_history?_since=2020-01-01`,
      ({ patient }) => `Patient/${patient}/$everything`,
      ({ observation }) => `Observation/${observation}/$meta`,
      ({ observation }) => `Observation/${observation}?_asOf=2026-12-31T00:00:00Z`,
      ({ group }) => `Group/${group}/$export`,
      ({ group }) => `Group/${group}/$everything`,
      ({ encounter }) => `Encounter/${encounter}/$everything`,
      ({ condition }) => `Condition/${condition}?_summary=text`,
    ];
    const differences: string[] = [];
    for (const ask of addresses) {
      const [real, none] = await Promise.all([get(attacker, ask(target.victim)), get(attacker, ask(other))]);
      const [said, saidOfNone] = [await real.text(), await none.text()];
      const same = real.status === none.status && shape(said, target.victim) === shape(saidOfNone, other);
      if (!same || said.includes(canary) || real.status < 400 || real.status >= 500) {
        differences.push(
          `${ask(target.victim)}: ${real.status} ${said.slice(0, 120)} | ${none.status} ${saidOfNone.slice(0, 120)}`,
        );
      }
    }
    expect(differences).toEqual([]);
  });

  it('cannot write to the victim, nor learn by trying', async () => {
    const other = nobody(target.victim);
    const send = (method: string, address: string, body?: object, more: Headers = {}, type = 'application/fhir+json') =>
      fetch(`${target.url}/fhir/R4/${address}`, {
        method,
        headers: { ...attackers[attacker], ...(body && { 'content-type': type }), ...more },
        ...(body && { body: JSON.stringify(body) }),
      });
    const code = { text: 'x' };
    const observationOf = ({ patient }: Victim) => ({
      resourceType: 'Observation',
      status: 'final',
      code,
      subject: { reference: `Patient/${patient}` },
    });
    const bundle = (request: object, resource?: object) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request, ...(resource && { resource, fullUrl: 'urn:uuid:0b0b0b0b-0b0b-4b0b-8b0b-0b0b0b0b0b0b' }) }],
    });
    const patch = [{ op: 'test', path: '/valueQuantity/value', value: 71 }];
    const patchBundle = (v: Victim, value: number) => {
      const data = Buffer.from(JSON.stringify([{ ...patch[0], value }])).toString('base64');
      const resource = { resourceType: 'Binary', contentType: 'application/json-patch+json', data };
      return bundle({ method: 'PATCH', url: `Observation/${v.observation}` }, resource);
    };
    const tries: [string, (victim: Victim) => Promise<Response>][] = [
      ['create', (v) => send('POST', 'Observation', observationOf(v))],
      ['update', (v) => send('PUT', `Observation/${v.observation}`, { ...observationOf(v), id: v.observation })],
      [
        'update by ETag',
        (v) =>
          send(
            'PUT',
            `Observation/${v.observation}`,
            { ...observationOf(v), id: v.observation },
            { 'if-match': 'W/"1"' },
          ),
      ],
      [
        'patch as an oracle',
        (v) => send('PATCH', `Observation/${v.observation}`, patch, {}, 'application/json-patch+json'),
      ],
      [
        'conditional patch',
        (v) => send('PATCH', `Observation?patient=${v.patient}`, patch, {}, 'application/json-patch+json'),
      ],
      ['delete', (v) => send('DELETE', `Observation/${v.observation}`)],
      ['conditional delete', (v) => send('DELETE', `Observation?patient=${v.patient}`)],
      [
        'conditional create',
        (v) => send('POST', 'Observation', observationOf(v), { 'if-none-exist': `patient=${v.patient}` }),
      ],
      [
        'conditional create by PESEL',
        (v) => send('POST', 'Patient', { resourceType: 'Patient' }, { 'if-none-exist': `identifier=${v.pesel}` }),
      ],
      ['conditional update', (v) => send('PUT', `Observation?patient=${v.patient}`, observationOf(v))],
      ['conditional read', (v) => send('GET', `Observation/${v.observation}`, undefined, { 'if-none-match': 'W/"1"' })],
      ['transaction', (v) => send('POST', '', bundle({ method: 'POST', url: 'Observation' }, observationOf(v)))],
      ['transaction patch as an oracle', (v) => send('POST', '', patchBundle(v, 71))],
      ['transaction patch, another value', (v) => send('POST', '', patchBundle(v, 72))],
      [
        'transaction update by ETag',
        (v) =>
          send(
            'POST',
            '',
            bundle(
              { method: 'PUT', url: `Observation/${v.observation}`, ifMatch: 'W/"1"' },
              { ...observationOf(v), id: v.observation },
            ),
          ),
      ],
      [
        'transaction delete',
        (v) => send('POST', '', bundle({ method: 'DELETE', url: `Observation/${v.observation}` })),
      ],
      ['transaction read', (v) => send('POST', '', bundle({ method: 'GET', url: `Observation/${v.observation}` }))],
      [
        'conditional reference',
        (v) =>
          send(
            'POST',
            '',
            bundle(
              { method: 'POST', url: 'Observation' },
              { ...observationOf(v), subject: { reference: `Patient?identifier=${v.pesel}` } },
            ),
          ),
      ],
      ['validate', (v) => send('POST', `Observation/${v.observation}/$validate`, observationOf(v))],
      [
        'meta-add',
        (v) =>
          send('POST', `Observation/${v.observation}/$meta-add`, {
            resourceType: 'Parameters',
            parameter: [{ name: 'meta', valueMeta: { tag: [{ code: 'x' }] } }],
          }),
      ],
      ['expunge', (v) => send('POST', `Observation/${v.observation}/$expunge`, { resourceType: 'Parameters' })],
      [
        'search by POST',
        (v) =>
          fetch(`${target.url}/fhir/R4/Observation/_search`, {
            method: 'POST',
            headers: { ...attackers[attacker], 'content-type': 'application/x-www-form-urlencoded' },
            body: `patient=${v.patient}&_total=accurate`,
          }),
      ],
    ];
    const wrong: string[] = [];
    for (const [what, attempt] of tries) {
      const real = await attempt(target.victim);
      const none = await attempt(other);
      const [said, saidOfNone] = [await real.text(), await none.text()];
      const same = real.status === none.status && shape(said, target.victim) === shape(saidOfNone, other);
      if (!same || said.includes(canary) || real.status >= 500 || real.status === 201 || real.status === 304) {
        wrong.push(`${what}: ${real.status} ${said.slice(0, 160)} | ${none.status} ${saidOfNone.slice(0, 160)}`);
      }
    }
    expect(wrong).toEqual([]);
    const still = await fetch(`${target.url}/fhir/R4/Observation/${target.victim.observation}`, {
      headers: target.machine,
    });
    expect(await still.json()).toMatchObject({ meta: { versionId: '1' }, valueQuantity: { value: 71 } });
  });
});

describe('a stranger', () => {
  it('gets nothing but metadata and pages', async () => {
    for (const ask of [...searches.map((each) => each(target.victim)), ...wide]) {
      const answer = await fetch(`${target.url}/fhir/R4/${ask}`);
      expect([ask, answer.status]).toEqual([ask, 401]);
    }
  });
});
