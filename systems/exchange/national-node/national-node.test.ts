/** Away to the node and back: our side and the simulator over mutual TLS; what is used once is used once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#core/db/test-database.ts';
import { type Runtime, systemRuntime } from '#core/runtime/runtime.ts';
import { keyOfCertificate } from '#libs/saml/messages.ts';
import { isArtifactOf, nodeClient } from './client.ts';
import { configurationFromFolder, type SimulatedPair, simulatedPair } from './configuration.ts';
import type { Departure, NodeConfiguration } from './model.ts';
import { listenAsNode } from './simulator/listener.ts';
import { nodeSimulator } from './simulator/simulator.ts';
import { usedStore } from './store.ts';

const anna = { pesel: '59031200009', givenName: 'Anna', familyName: 'Wiśniowiecka', birthDate: '1959-03-12' };
const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-node-'));
let database: TestDatabase;
let pair: SimulatedPair;
let listener: Awaited<ReturnType<typeof listenAsNode>>;
let ahead = 0;
/** What the node draws next, in place of chance. */
let draws: Buffer[] = [];
const runtime: Runtime = {
  ...systemRuntime,
  now: () => new Date(systemRuntime.now().getTime() + ahead),
};
const nodeRuntime: Runtime = {
  ...runtime,
  randomBytes: (length) => (length === 20 && draws.shift()) || systemRuntime.randomBytes(length),
};
const addresses = {
  ...{ issuer: 'urn:wezel', entityId: 'urn:ezdrowie', singleSignOn: 'https://wezel.example/sso' },
  artifactResolution: () => listener.url,
};
const simulator = nodeSimulator(addresses, async () => pair, nodeRuntime);

const configuration = (changes: Partial<NodeConfiguration> = {}): NodeConfiguration => ({
  ...{ ...addresses, artifactResolution: listener.url, assertionConsumer: 'https://ezdrowie.example/sign-in/wezel' },
  nodeKey: keyOfCertificate(pair.node.signer.certificate),
  ...{ signer: pair.provider.signer, encryption: pair.provider.encryption },
  tls: { ...pair.provider.tls, ca: pair.node.tls.cert },
  ...changes,
});
const client = (changes: Partial<NodeConfiguration> = {}) =>
  nodeClient({ database, runtime, configuration: async () => configuration(changes) });

/** A person signs in at the node; the browser comes back with this. */
async function atNode({ fields }: Departure, level: 'low' | 'substantial' | 'high' = 'substantial') {
  const id = await simulator.receive(fields.SAMLRequest, fields.RelayState);
  const onward = new URL(simulator.choose(id, anna, level) ?? '', 'https://x.example');
  const { SAMLart: artifact = '', RelayState: relayState = '' } = Object.fromEntries(onward.searchParams);
  return { artifact, relayState };
}

beforeAll(async () => {
  database = await createTestDatabase();
  pair = await simulatedPair(home, runtime);
  listener = await listenAsNode(simulator, pair);
});
afterAll(async () => {
  await listener.stop();
  await database.drop();
  rmSync(home, { recursive: true });
});

describe('a journey to the node', () => {
  it('brings back who the person is', async () => {
    const away = await client().begin('substantial');
    const { pesel, ...names } = anna;
    const { person } = (await client().finish(away.pending, await atNode(away))) as { person: object };
    expect(person).toEqual({ issuer: 'urn:wezel', level: 'substantial', pesel, ...names });
  });

  it('is good for one return, whoever tries again, and for one of two at the same moment', async () => {
    const away = await client().begin('low');
    const back = await atNode(away);
    const both = await Promise.all([client().finish(away.pending, back), client().finish(away.pending, back)]);
    expect(both.filter((one) => 'person' in one)).toHaveLength(1);
    expect(await client().finish(away.pending, back)).toEqual({ refused: 'node-request-used' });
  });

  it('does not take an artifact that another journey has used', async () => {
    const [mine, other] = [await client().begin('low'), await client().begin('low')];
    const back = await atNode(mine);
    await client().finish(mine.pending, back);
    const stolen = { ...back, relayState: other.pending.relayState };
    expect(await client().finish(other.pending, stolen)).toEqual({ refused: 'node-artifact-used' });
  });

  it('does not take an artifact that was made for another browser’s journey', async () => {
    const [attacker, victim] = [await client().begin('low'), await client().begin('low')];
    const back = await atNode(attacker);
    expect(await client().finish(victim.pending, back)).toEqual({ refused: 'node-relay-state' });
    const again = await client().begin('low');
    const forged = { ...back, relayState: again.pending.relayState };
    expect(await client().finish(again.pending, forged)).toEqual({ refused: 'node-in-response-to' });
  });

  it('does not take an assertion a second time, in whatever answer it comes', async () => {
    const fresh = () => systemRuntime.randomBytes(20);
    const assertionId = fresh();
    const outcomes = [];
    for (let turn = 0; turn < 2; turn++) {
      const away = await client().begin('low');
      const id = await simulator.receive(away.fields.SAMLRequest, away.fields.RelayState);
      draws = [fresh(), assertionId];
      const onward = new URL(simulator.choose(id, anna, 'low') ?? '', 'https://x.example').searchParams;
      const back = { artifact: onward.get('SAMLart') ?? '', relayState: onward.get('RelayState') ?? '' };
      outcomes.push(await client().finish(away.pending, back));
    }
    expect(outcomes).toMatchObject([{ person: { pesel: anna.pesel } }, { refused: 'node-assertion-used' }]);
  });

  it('is over after ten minutes', async () => {
    const away = await client().begin('low');
    const back = await atNode(away);
    ahead = 11 * 60_000;
    expect(await client().finish(away.pending, back)).toEqual({ refused: 'node-request-over' });
    ahead = 0;
  });

  it('does not bring back a weaker level than asked', async () => {
    const away = await client().begin('high');
    expect(await client().finish(away.pending, await atNode(away))).toEqual({ refused: 'node-level' });
  });

  it.each(['', 'x', 'AAQAAA==', `${'A'.repeat(59)}=`, `AAQAAA${'A'.repeat(53)}=`])(
    'refuses the artifact %j',
    async (artifact) => {
      const away = await client().begin('low');
      const { relayState } = away.pending;
      expect(await client().finish(away.pending, { artifact, relayState })).toEqual({ refused: 'node-artifact-form' });
      expect(isArtifactOf('urn:wezel', artifact)).toBe(false);
    },
  );

  it('believes the pinned signature only', async () => {
    const away = await client().begin('low');
    const nodeKey = keyOfCertificate(pair.provider.signer.certificate);
    expect(await client({ nodeKey }).finish(away.pending, await atNode(away))).toEqual({ refused: 'node-wrong-value' });
  });
});

describe('the way to the node', () => {
  it('is mutual TLS: nobody without our certificate is answered, and nobody else is taken for the node', async () => {
    const { ca } = configuration().tls;
    const status = await new Promise<string>((done) => {
      const outgoing = request(listener.url, { method: 'POST', ca }, ({ statusCode }) => done(String(statusCode)));
      outgoing.on('error', () => done('no answer'));
      outgoing.end('<x/>');
    });
    expect(status).toBe('no answer');
    const away = await client().begin('low');
    const tls = { ...pair.provider.tls, ca: pair.provider.tls.cert };
    const refused = client({ tls }).finish(away.pending, await atNode(away));
    await expect(refused).rejects.toMatchObject({ kind: 'unavailable', code: 'node-unavailable' });
  });

  it('is told to operators: metadata with our keys, and a folder that lacks something says what', async () => {
    const xml = await client().metadata();
    expect(xml).toContain(pair.provider.encryption.certificate.raw.toString('base64'));
    expect(xml).toContain('Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact"');
    expect(() => configurationFromFolder(home, 'https://x.example')).toThrow(/node\.json/);
  });

  it('forgets what can no longer be used', async () => {
    await usedStore(database).forget(new Date(systemRuntime.now().getTime() + 48 * 60 * 60_000));
    const { rows } = await database.query<{ count: string }>('select count(*) from national_node.used');
    expect(rows[0]?.count).toBe('0');
  });
});
