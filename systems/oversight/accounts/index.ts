/** Accounts (SAZ): its face. See README.md. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { Actor } from '#core/access/actor.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { ExportPermit } from '#core/bulk/export/index.ts';
import type { Database } from '#core/db/database.ts';
import type { Authenticator, System } from '#core/http/operation.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { SealedColumn, Vault } from '#core/vault/index.ts';
import { actingOperations } from './acting.ts';
import { appOperations } from './app-operations.ts';
import { authenticator } from './authenticator.ts';
import { connectedApps } from './connected-apps.ts';
import { type Containment, containment } from './containment.ts';
import { type DemonstrationPerson, demonstrationExceptions, type Profile, seedDemonstration } from './demonstration.ts';
import { devices } from './devices.ts';
import type { EntitlementPort } from './entitlement.ts';
import type { Registers } from './identities.ts';
import { draftOperations } from './draft-operations.ts';
import { interactions } from './interactions.ts';
import { fhirBase, openIdProvider } from './openid.ts';
import { accountLife } from './life/account-life.ts';
import { enrolment } from './life/enrolment.ts';
import { enrolmentOperations } from './life/enrolment-operations.ts';
import { type FirstOperator, firstOperators, type HandedOver } from './life/first-operators.ts';
import { lifeOperations } from './life/life-operations.ts';
import { personOperations } from './life/person-operations.ts';
import { registerOperations } from './life/register-operations.ts';
import { accountUpkeep, type UpkeepDone } from './life/upkeep.ts';
import { certificateOf } from './certificates.ts';
import { withCdsClients } from './machines/cds-clients.ts';
import { publishedKeys } from './machines/client-keys.ts';
import { clientOperations } from './machines/client-operations.ts';
import { frameOriginsOf } from './machines/framing.ts';
import { clientRegister } from './machines/client-register.ts';
import { exportPermit, exportPermitOperations } from './machines/export-permits.ts';
import { complianceGate } from './machines/gate/gate.ts';
import { gateOperations } from './machines/gate/gate-operations.ts';
import { statements } from './machines/gate/statements.ts';
import { machineNow, machineOfCertificate } from './machines/machine-now.ts';
import { nodeOperations, waysOperation } from './node-operations.ts';
import { type NodePort, nodeSignIn, provenByNode } from './node-sign-in.ts';
import { operationsOfAccounts } from './operations.ts';
import { passkeys } from './passkeys.ts';
import { passwordJudge } from './password-judge.ts';
import { passwordLife } from './password-life.ts';
import { passwordOperations } from './password-operations.ts';
import { passwords } from './passwords.ts';
import type { PersonalData } from './personal-data.ts';
import { type PolicyInForce, policyInForce } from './policy/policy.ts';
import { policyWatch } from './policy/policy-watch.ts';
import { policyOperations, proposalOperations } from './policy/proposal-operations.ts';
import { proposals } from './policy/proposals.ts';
import { type Registration, registration } from './registration.ts';
import { keyring, masterKey, sealedColumns } from './sealing.ts';
import { oldestStep } from './second-factor.ts';
import { securityOperations } from './security-operations.ts';
import { aroundSessions } from './session-operations.ts';
import { browserSessions } from './sessions.ts';
import { signingIn } from './sign-in.ts';
import { stepUp } from './step-up.ts';
import { signingKeys } from './signing-keys.ts';
import { smartConfiguration } from './smart.ts';
import { accountStore } from './store.ts';
import { unlocking } from './unlocking.ts';
import { tokens } from './tokens.ts';

export { type DemonstrationPerson, demonstrationToken, listDemonstrationAccounts } from './demonstration.ts';
export { personalData } from './personal-data.ts';
export type { FirstOperator } from './life/first-operators.ts';
export type { IdentityProof, ProvenPerson } from './life/enrolment.ts';

export interface AccountsNeed {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  vault: Vault;
  /** The national node and the registers that say who somebody is here, where they are connected. */
  national?: { readonly node: NodePort; readonly registers: Registers };
  /** Whether somebody may practise now (CWPM). */
  entitlement?: EntitlementPort;
  /** What of a person's own data a password must not be made of (personal-data.ts). */
  personal?: PersonalData;
  /** The name of a patient, for whom somebody acts; undefined when there is none. */
  nameOfPatient?(id: string): Promise<string | undefined>;
  settings: {
    /** Address people and machines use, without a slash at the end: issuer of tokens, `http://127.0.0.1:8080`. */
    baseUrl: string;
    /** Data folder: keys lie in `<home>/keys`. */
    home: string;
    profile: Profile;
    https: boolean;
    /** Where clients may show certificates: `https://127.0.0.1:8443`. */
    tlsUrl?: string | undefined;
    /** Hosts from which keys of clients may be fetched. */
    outboundHosts?: readonly string[];
    /** 32 bytes instead of `<home>/keys/accounts.key`. */
    masterKey?: Buffer;
  };
}

export interface Accounts extends System {
  readonly authenticator: Authenticator;
  /**
   * Serves `/oidc/*` and `/.well-known/openid-configuration` from the raw request; the body must not have been read.
   */
  oidc(request: IncomingMessage, response: ServerResponse): void;
  /** Mounts `oidc` on a Fastify server, with no body parser before it. */
  mount(server: FastifyInstance): Promise<void>;
  /** The answer of `/fhir/R4/.well-known/smart-configuration`. */
  readonly smartConfiguration: ReturnType<typeof smartConfiguration>;
  readonly registration: Registration;
  /** The numbers of the security policy in force, for other systems too. */
  readonly policy: PolicyInForce;
  /** What of its tables is sealed, for rotation of keys. */
  readonly sealedColumns: readonly SealedColumn[];
  /** The permit under which a client may export many patients now (core/bulk). */
  exportPermit(client: string): Promise<ExportPermit | undefined>;
  /** Learns what two people agreed to, and writes a change of the policy into the trail; by itself every 20 s. */
  lookAtPolicy(): Promise<void>;
  /** The first two operators, with codes to hand over. @throws Refusal, see life/first-operators.ts */
  firstOperators(people: readonly FirstOperator[], evidence: string): Promise<HandedOver[]>;
  /** Origins whose pages may show the profile in a frame, by the app that opens it. */
  frameOrigins(client: string): Promise<readonly string[]>;
  /** What can be done at once to an account or a client of which something odd was seen. */
  readonly containment: Containment;
  /** Ends rights and accounts whose time has come; runs by itself every hour. */
  upkeep(): Promise<UpkeepDone>;
  /** A machine client with the scopes that it may have now; undefined when it is unknown or disabled. */
  machine(id: string): Promise<Actor | undefined>;
  /** The same by the certificate that it is registered with (`x5t#S256`). */
  machineOfCertificate(thumbprint: string): Promise<Actor | undefined>;
  /** `x5t#S256` of the certificate that the connection of a request showed. */
  shownCertificate(request: FastifyRequest): string | undefined;
  /** @throws Refusal `demonstration-only` */
  seedDemonstration(demonstration: { people: readonly DemonstrationPerson[] }): Promise<void>;
}

/** How often what has expired is forgotten. */
const sweep = 60_000;

export function accounts({
  database,
  runtime,
  audit,
  vault,
  settings,
  national,
  personal = async () => [],
  ...ports
}: AccountsNeed): Accounts {
  const { baseUrl, tlsUrl, home, profile, https, outboundHosts: hosts = [] } = settings;
  const demonstration = profile === 'demo';
  const nameOfPatient = ports.nameOfPatient ?? (async () => undefined);
  const master = settings.masterKey ?? masterKey(home, runtime);
  const keys = keyring(master, vault);
  const hashing = passwords(keys.key('pepper'));
  const second = proposals({ runtime });
  const permits = { database, runtime, proposals: second, demonstration };
  const watch = policyWatch({ database, runtime, audit, proposals: second });
  const builtIn = demonstration ? demonstrationExceptions : [];
  const policy = policyInForce({ home, runtime, builtIn, agreed: watch.isAgreed, onChange: watch.heard });
  const judge = passwordJudge(hashing, policy);
  const sessions = browserSessions({ database, runtime, https, demonstration });
  const signing = once(() => signingKeys({ database, runtime, keys, demonstration }));
  const outbound = { hosts, loopback: demonstration };
  const published = publishedKeys(outbound, runtime);
  const stated = statements({ runtime, audience: baseUrl });
  const gate = complianceGate({
    ...{ runtime, policy, published, statements: stated, proposals: second, audience: baseUrl },
  });
  const tokenJudge = tokens({
    ...{ database, runtime, demonstration, policy, issuer: baseUrl, audience: fhirBase(baseUrl) },
    publicKeys: async () => (await signing()).publicKeys,
  });
  const provider = once(async () =>
    openIdProvider({
      database,
      runtime,
      audit,
      keys,
      signing: await signing(),
      sessions,
      ...{ tokens: tokenJudge, published },
      ...{ baseUrl, tlsUrl, https },
      demonstration,
    }),
  );
  const register = registration({ database, runtime, keys, passwords: hashing, judge, demonstration });
  const oidc = serveProvider(provider, baseUrl, https);
  const keysOfPeople = passkeys({ runtime, keys, baseUrl });
  const proving = { database, runtime, audit, keys, passwords: hashing, passkeys: keysOfPeople, policy, demonstration };
  const kept = { database, runtime, policy, gate };
  const known = devices({ keys, runtime, https });
  const entitlement = ports.entitlement && { entitlement: ports.entitlement };
  const signingInNeeds = { ...proving, ...entitlement, sessions, devices: known };
  const signIn = signingIn(signingInNeeds);
  const identity = national && provenByNode(keys, runtime.now);
  const prove = stepUp(proving);
  const enrolling = enrolment({ ...proving, judge, ...(identity ? { identity } : {}) });
  const asked = interactions({ provider, database, runtime, baseUrl, demonstration });
  const apps = connectedApps({ database, runtime, baseUrl, demonstration });
  const ofAccounts = { ...signingInNeeds, signIn, interactions: asked, baseUrl };
  return {
    name: 'accounts',
    operations: [
      ...operationsOfAccounts(ofAccounts),
      waysOperation({ node: national !== undefined }),
      ...(national
        ? nodeOperations({ ...ofAccounts, https, nodeSignIn: nodeSignIn({ ...signingInNeeds, ...national }) })
        : []),
      ...securityOperations({ ...proving, sessions, stepUp: prove }),
      ...passwordOperations({
        ...{ sessions, stepUp: prove, keys, runtime, baseUrl, demonstration },
        passwordLife: passwordLife({ ...proving, judge, sessions, stepUp: prove, personal }),
      }),
      ...aroundSessions({ ...proving, sessions, baseUrl, unlocking: unlocking({ ...proving, sessions }) }),
      ...draftOperations({ keys }),
      ...actingOperations({ sessions, demonstration, nameOfPatient }),
      ...lifeOperations({ life: accountLife({ runtime, keys, policy, demonstration }), policy, demonstration }),
      ...personOperations({ policy, demonstration }),
      ...registerOperations({ signing }),
      ...enrolmentOperations({ enrolment: enrolling, audit, runtime, baseUrl, identity: identity !== undefined }),
      ...appOperations({ sessions, apps }),
      ...clientOperations(clientRegister({ runtime, registration: register, outbound, demonstration, gate })),
      ...gateOperations(gate, runtime),
      ...exportPermitOperations(permits),
      ...policyOperations(second, runtime),
      ...proposalOperations(second, {
        'gate-transition': async (tx, { subject, wanted }) =>
          gate.extendTransition(tx, subject, new Date(String(wanted.until))),
        'policy-exception': async (tx) => watch.learn(tx, policy),
        // Asked for when an export begins.
        'export-permit': async () => undefined,
      }),
    ],
    authenticator: withCdsClients(
      authenticator({
        ...{ audit, database, runtime, demonstration, sessions, policy, baseUrl, tlsUrl },
        tokens: tokenJudge,
      }),
      { database, runtime, demonstration, published, baseUrl },
    ),
    oidc,
    mount: (server) => mount(server, oidc),
    smartConfiguration: smartConfiguration(baseUrl),
    registration: register,
    policy,
    sealedColumns: sealedColumns(master),
    lookAtPolicy: () => watch.look(policy),
    exportPermit: (client) => exportPermit(permits, client),
    firstOperators: (people, evidence) =>
      firstOperators({ database, audit, runtime, keys, policy, demonstration }, people, evidence),
    upkeep: () => accountUpkeep(kept),
    machine: (id) => machineNow({ database, runtime, demonstration }, id),
    machineOfCertificate: (print) => machineOfCertificate({ database, runtime, demonstration }, print),
    shownCertificate: ({ raw }) => certificateOf(raw)?.thumbprint,
    frameOrigins: frameOriginsOf(database, demonstration),
    containment: containment({ runtime, demonstration }),
    seedDemonstration: (people) => seedDemonstration(people, { home, profile, runtime, registration: register }),
    async start() {
      await provider();
      await watch.look(policy);
      return nowAndThen(
        () => accountStore(database, { demonstration }).forget(runtime.now(), oldestStep(runtime.now())),
        () => accountUpkeep(kept),
        () => watch.look(policy),
      );
    },
  };
}

/** Starts all; returns how to stop. What failed is tried again at the next turn. */
function nowAndThen(
  minutely: () => Promise<unknown>,
  hourly: () => Promise<unknown>,
  often: () => Promise<unknown>,
): () => Promise<void> {
  const timers = [
    setInterval(() => void often().catch(() => undefined), sweep / 3),
    setInterval(() => void minutely().catch(() => undefined), sweep),
    setInterval(() => void hourly().catch(() => undefined), 60 * sweep),
  ];
  void hourly().catch(() => undefined);
  for (const timer of timers) timer.unref();
  return async () => {
    for (const timer of timers) clearInterval(timer);
  };
}

/** Makes a value at first use; a failure is not kept, the next use tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

function serveProvider(provider: () => Promise<Provider>, baseUrl: string, https: boolean): Accounts['oidc'] {
  const { host } = new URL(baseUrl);
  return (request, response) => {
    // Addresses in answers are ours whatever the request says its host is.
    request.headers.host = host;
    delete request.headers['x-forwarded-host'];
    if (https) request.headers['x-forwarded-proto'] = 'https';
    provider()
      .then((openId) => openId.callback()(request, response))
      .catch(() => {
        response.writeHead(503, { 'retry-after': '2', 'content-type': 'application/json' });
        response.end('{"error":"temporarily_unavailable"}');
      });
  };
}

/** The paths of the provider, in a scope of their own where no parser reads the body before oidc-provider does. */
async function mount(server: FastifyInstance, oidc: Accounts['oidc']): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const url of ['/oidc/*', '/.well-known/openid-configuration']) {
      scope.route({
        method: ['GET', 'POST'],
        url,
        handler: (request, reply) => {
          // Headers that hold for every answer were set on the reply; a hijacked one must take them along.
          for (const [name, value] of Object.entries(reply.getHeaders()))
            if (value !== undefined) reply.raw.setHeader(name, value);
          reply.hijack();
          oidc(request.raw, reply.raw);
        },
      });
    }
  });
}
