/**
 * The compliance gate: declared by the client, checked by the platform, passed or refused by a person. Every change is
 * a step of the lifecycle, kept for ever, and holds in every process within ten seconds (tokens.ts believes no verdict
 * for longer). security/requirements 2.4
 */
import { hash } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';
import type { Tx } from '#core/db/database.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { PolicyInForce } from '../../policy/policy.ts';
import type { Proposals } from '../../policy/proposals.ts';
import type { Jwks, PublishedKeys } from '../client-keys.ts';
import { automaticChecks, type Check, softwareOf } from './automatic-checks.ts';
import { readDeclaration, readReport } from './declarations.ts';
import { type GatedClient, gateStore, vendorStore } from './gate-store.ts';
import { gateAt, type GateStep, type Standing, takeStep } from './lifecycle.ts';
import { type PaperType, readPaper } from './signed.ts';
import type { Statements } from './statements.ts';

export interface GateNeeds {
  runtime: Runtime;
  policy: PolicyInForce;
  published: PublishedKeys;
  statements: Statements;
  proposals: Proposals;
  /** What signed papers are for: the platform's own address. */
  audience: string;
}

const day = 86_400_000;
const mostRunsADay = 20;

export type ComplianceGate = ReturnType<typeof complianceGate>;

export function complianceGate(needs: GateNeeds) {
  return { ...forClients(needs), ...deciding(needs), ...transitions(needs) };
}

const unknown = () => new Refusal('not-found', 'no-such-client', 'There is no such client of a provider.');
const laterOf = (one: Date | null, other: Date) => (one && one > other ? one : other);

/** @throws Refusal `no-such-client` */
async function clientOf(tx: Tx, id: string, lock = true): Promise<GatedClient> {
  const client = await gateStore(tx).client(id, lock);
  if (!client) throw unknown();
  return client;
}

/** The keys by which a client proves who it is now. */
async function keysOf({ metadata, jwksUri }: GatedClient, { published }: GateNeeds): Promise<Jwks | undefined> {
  if (jwksUri !== null) return published.at(jwksUri);
  return (metadata.jwks as Jwks | undefined) ?? { keys: [] };
}

/** Keys at an address are rotated without telling us: what was seen last says since when they are as they are. */
async function noteRotation(tx: Tx, { id, keysHash }: GatedClient, mark: Buffer, now: Date): Promise<void> {
  if (!keysHash?.equals(mark)) await gateStore(tx).setKeys(id, mark, now);
}

interface Taken {
  readonly by: string;
  readonly reason?: string | null;
  readonly changes?: Partial<Standing>;
}

async function move(needs: GateNeeds, tx: Tx, client: GatedClient, step: GateStep, taken: Taken): Promise<void> {
  const now = needs.runtime.now();
  const { state } = gateAt(client, now);
  const wentTo = takeStep(step, state);
  const kept = { gateState: wentTo, gateUntil: null, transitionEnds: client.transitionEnds, ...taken.changes };
  await gateStore(tx).move(client.id, kept, now);
  const { by, reason = null } = taken;
  await gateStore(tx).addStep({ client: client.id, at: now, step, cameFrom: state, wentTo, by, reason });
}

/** What a client has and lacks: for its vendor, its provider and the operator. */
async function standingOf(needs: GateNeeds, tx: Tx, client: GatedClient) {
  const now = needs.runtime.now();
  const store = gateStore(tx);
  const [declaration, run] = [await store.declaration(client.id), await store.lastRun(client.id)];
  const vendor = client.vendorId === null ? undefined : await vendorStore(tx).vendor(client.vendorId);
  const keys = (await keysOf(client, needs))?.keys;
  if (client.jwksUri !== null && keys) await noteRotation(tx, client, markOfKeys(keys), now);
  const keyDays = needs.policy.of('gate.keyDays');
  const checks = automaticChecks({ client, vendor, keys, declaration, run, now, keyDays });
  const { ends, ...gate } = gateAt(client, now);
  return {
    ...{ client: client.id, name: client.name, provider: client.provider, providerName: client.providerName },
    ...{ softwareId: client.softwareId, vendor: client.vendor, product: client.product, version: client.version },
    ...{ ...gate, since: client.gateSince, until: client.gateUntil, transitionEnds: client.transitionEnds },
    ...(ends === undefined ? {} : { daysLeft: Math.max(0, Math.ceil((ends - now.getTime()) / day)) }),
    checks,
    declaration: declaration && {
      ...{ made: declaration.madeAt, software: declaration.software, validUntil: declaration.validUntil },
      requirements: declaration.requirements,
    },
    run,
  };
}

type PaperRead = [tx: Tx, client: GatedClient, text: string, type: PaperType];

/** What a client's paper says; each counts once. @throws Refusal `keys-away`, `paper-not-valid`, `paper-used` */
async function readOnce(needs: GateNeeds, ...[tx, client, text, type]: PaperRead) {
  const keys = (await keysOf(client, needs)) as JSONWebKeySet | undefined;
  if (!keys) {
    const message = 'Your keys cannot be read now.';
    throw new Refusal('unavailable', 'keys-away', { message, retryAfter: 30 });
  }
  const { audience, runtime } = needs;
  const said = await readPaper(text, { keys, type, issuer: client.id, audience, now: runtime.now(), fresh: true });
  const mark = hash('sha256', `${client.id} ${type} ${said.jti}`, 'buffer');
  if (await vendorStore(tx).useStatement(mark, client.id)) return said;
  throw new Refusal('conflict', 'paper-used', 'This paper was sent before: sign a new one.');
}

function forClients(needs: GateNeeds) {
  const { runtime, statements } = needs;
  const paper = (...read: PaperRead) => readOnce(needs, ...read);
  return {
    /** What the client itself sees. @throws Refusal `no-such-client` */
    own: async (tx: Tx, id: string) => standingOf(needs, tx, await clientOf(tx, id, false)),
    /** Takes a signed declaration. @throws Refusal `paper-not-valid`, `paper-used`, `declaration-not-valid`, `not-now` */
    async declare(tx: Tx, id: string, signed: string) {
      const client = await clientOf(tx, id);
      const now = runtime.now();
      const said = readDeclaration(await paper(tx, client, signed, 'ezdrowie-declaration+jwt'), now);
      if (said.version !== client.version) {
        const says = `The declaration is of the version ${said.version}; registered is ${client.version ?? 'none'}.`;
        throw new Refusal(
          'rule-broken',
          'another-version',
          `${says} Send a software statement of the new version first.`,
        );
      }
      const { requirements, validUntil } = said;
      const row = { madeAt: now, software: softwareOf(client), validUntil, requirements, signed };
      await gateStore(tx).addDeclaration(id, row);
      // Who is verified and declares anew waits with what it has: otherwise nobody would renew before the last day.
      if (gateAt(client, now).state !== 'verified') await move(needs, tx, client, 'declare', { by: id });
      return standingOf(needs, tx, await clientOf(tx, id));
    },
    /** Takes a vendor's statement of the software that the client runs now. @throws as Statements.take, `not-now` */
    async restate(tx: Tx, id: string, statement: string, by: string) {
      const client = await clientOf(tx, id);
      const keys = (await keysOf(client, needs)) as JSONWebKeySet | undefined;
      const stated = { client: id, provider: client.provider ?? '', keys: keys ?? { keys: [] } };
      const { softwareId, vendorId, vendor, product, version } = await statements.take(tx, statement, stated);
      const now = runtime.now();
      const { state } = gateAt(client, now);
      // An update of verified software is not punished by closing its hospital: there is a while to declare it.
      const grace = new Date(now.getTime() + needs.policy.of('gate.graceDays') * day);
      const changes = state === 'verified' ? { transitionEnds: laterOf(client.transitionEnds, grace) } : {};
      const isSame = product === client.product && version === client.version && softwareId === client.softwareId;
      if (!isSame) await move(needs, tx, client, 'restate', { by, reason: `${product} ${version}`, changes });
      await gateStore(tx).setSoftware(id, [softwareId, vendorId, vendor, product, version]);
      return standingOf(needs, tx, await clientOf(tx, id));
    },
    /** Begins a run of the test kit; its id goes into the signed report. @throws Refusal `too-many-runs` */
    async beginRun(tx: Tx, id: string): Promise<string> {
      const client = await clientOf(tx, id);
      const now = runtime.now();
      if ((await gateStore(tx).begun(id, new Date(now.getTime() - day))) >= mostRunsADay) {
        const message = `${mostRunsADay} runs of the test kit were begun within a day. Go on tomorrow.`;
        throw new Refusal('busy', 'too-many-runs', { message, retryAfter: 3_600 });
      }
      const run = runtime.newId();
      await gateStore(tx).addRun(run, id, softwareOf(client), now);
      return run;
    },
    /** Takes the signed report of a run. @throws Refusal `paper-not-valid`, `report-not-valid`, `no-such-run` */
    async finishRun(tx: Tx, id: string, signed: string) {
      const client = await clientOf(tx, id);
      const { run, failing } = readReport(await paper(tx, client, signed, 'ezdrowie-test-report+jwt'));
      const now = runtime.now();
      if (!(await gateStore(tx).finishRun(run, id, failing, now, new Date(now.getTime() - day))))
        throw new Refusal('not-found', 'no-such-run', 'There is no such run of yours within a day that is not over.');
      return standingOf(needs, tx, client);
    },
  };
}

/** What a person decides. */
export interface GateDecision {
  readonly pass: boolean;
  readonly reason: string;
}

function deciding(needs: GateNeeds) {
  const { runtime, policy } = needs;
  return {
    async read(tx: Tx, id: string) {
      return { ...(await standingOf(needs, tx, await clientOf(tx, id, false))), steps: await gateStore(tx).steps(id) };
    },
    /**
     * Passes or refuses. Passed until the declaration ends.
     * @throws Refusal `own-request` (who registered a client does not pass it), `gate-checks-failed`, `not-now`
     */
    async decide(tx: Tx, id: string, { pass, reason }: GateDecision, by: string): Promise<void> {
      const client = await clientOf(tx, id);
      if (!pass) return move(needs, tx, client, 'fail', { by, reason });
      if (client.registeredBy === by) {
        const says = 'You registered this client, so another person passes it.';
        throw new Refusal('forbidden', 'own-request', says);
      }
      const { checks, declaration } = await standingOf(needs, tx, client);
      const failed = checks.filter(({ outcome }: Check) => outcome === 'failed');
      if (failed.length > 0) {
        const which = failed.map(({ check, says }) => `${check} (${says})`).join('; ');
        throw new Refusal('rule-broken', 'gate-checks-failed', `It cannot pass: ${which}.`);
      }
      const until = new Date(Date.parse(`${declaration?.validUntil}T00:00:00Z`) + day);
      const grace = new Date(until.getTime() + policy.of('gate.graceDays') * day);
      const changes = { gateUntil: until, transitionEnds: laterOf(client.transitionEnds, grace) };
      // A renewal: it is verified still, and declared anew.
      const now = runtime.now();
      const renewed = gateAt(client, now).state === 'verified';
      await move(needs, tx, renewed ? { ...client, gateState: 'declared' } : client, 'pass', { by, reason, changes });
    },
    /** At once, by one person. @throws Refusal `not-now` */
    async suspend(tx: Tx, id: string, reason: string, by: string): Promise<void> {
      await move(needs, tx, await clientOf(tx, id), 'suspend', { by, reason });
    },
    async reinstate(tx: Tx, id: string, reason: string, by: string): Promise<void> {
      await move(needs, tx, await clientOf(tx, id), 'reinstate', { by, reason });
    },
    /** Stops a faulty software for all who run it, in one act; returns whom it stopped. */
    async suspendSoftware(tx: Tx, softwareId: string, version: string | null, reason: string, by: string) {
      const running = await gateStore(tx).running(softwareId, version);
      const stopped = running.filter(({ gateState }) => gateState !== 'suspended');
      for (const client of stopped) await move(needs, tx, client, 'suspend', { by, reason });
      return stopped.map(({ id }) => id);
    },
  };
}

function transitions({ runtime, policy, proposals }: GateNeeds) {
  return {
    /**
     * Sets the end of the transition: an earlier one at once, a later one when another person has agreed.
     * @throws Refusal `no-such-client`, `bad-end`
     */
    async askTransition(tx: Tx, id: string, until: Date, reason: string, by: string): Promise<string | undefined> {
      const client = await clientOf(tx, id);
      const furthest = runtime.now().getTime() + policy.of('gate.longestTransitionDays') * day;
      if (Number.isNaN(until.getTime()) || until.getTime() > furthest)
        throw new Refusal('rule-broken', 'bad-end', 'The end of a transition is a day within the policy’s limit.');
      if (client.transitionEnds === null || until > client.transitionEnds) {
        const wanted = { until: until.toISOString() };
        return proposals.ask(tx, { kind: 'gate-transition', subject: id, wanted, reason }, by);
      }
      await gateStore(tx).setTransition(id, until);
      return undefined;
    },
    /** What another person agreed to. */
    async extendTransition(tx: Tx, id: string, until: Date): Promise<void> {
      await clientOf(tx, id);
      await gateStore(tx).setTransition(id, until);
    },
    /** The first standing of a client: nothing declared, and a while to do so. */
    async admit(tx: Tx, id: string, by: string): Promise<void> {
      const now = runtime.now();
      const ends = new Date(now.getTime() + policy.of('gate.transitionDays') * day);
      await gateStore(tx).move(id, { gateState: 'undeclared', gateUntil: null, transitionEnds: ends }, now);
      const step = { client: id, at: now, step: 'register', cameFrom: 'undeclared', wentTo: 'undeclared' };
      await gateStore(tx).addStep({ ...step, by, reason: null });
    },
    /** Writes down what ended by itself. */
    async upkeep(tx: Tx): Promise<number> {
      const over = await gateStore(tx).outlived(runtime.now());
      for (const client of over) {
        await gateStore(tx).move(client.id, { ...client, gateState: 'expired' }, runtime.now());
        const step = { client: client.id, at: runtime.now(), step: 'expire', cameFrom: 'verified', wentTo: 'expired' };
        await gateStore(tx).addStep({ ...step, by: 'platform', reason: null });
      }
      return over.length;
    },
  };
}

/** What keys are, whatever their order: when that changes they were rotated. */
export const markOfKeys = (keys: readonly unknown[]): Buffer =>
  hash(
    'sha256',
    (keys as JWK[])
      .map((key) => `${key.kty} ${key.n ?? ''}${key.x ?? ''}${key.y ?? ''}`)
      .sort()
      .join(),
    'buffer',
  );
