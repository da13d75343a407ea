/** The national node (Węzeł Krajowy, login.gov.pl): our side of it, and in the demonstration its simulator. See README.md. */
import type { FastifyInstance } from 'fastify';
import type { Database } from '#core/db/database.ts';
import { type Operation, operation, type System } from '#core/http/operation.ts';
import { fileOf } from '#core/http/shapes.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { keyOfCertificate } from '#libs/saml/messages.ts';
import type { Level } from '#libs/saml/names.ts';
import { type NodeClient, nodeClient, type Returned } from './client.ts';
import { configurationFromFolder, type SimulatedPair, simulatedPair } from './configuration.ts';
import type { Arrival, Departure, NodeConfiguration, Pending } from './model.ts';
import { listenAsNode } from './simulator/listener.ts';
import { type SimulatedPeople, simulatorOperations } from './simulator/operations.ts';
import { simulatorPath, simulatorRoutes } from './simulator/routes.ts';
import { nodeSimulator } from './simulator/simulator.ts';
import { usedStore } from './store.ts';

export type { Arrival, Departure, NodePerson, Pending } from './model.ts';

export interface NationalNode extends System {
  /** What a browser is sent away with. The simulator needs the system started. */
  begin(level: Level): Promise<Departure>;
  /** Who came back. @throws Refusal `node-unavailable` */
  finish(pending: Pending, returned: Returned): Promise<Arrival>;
  /** Addresses that our pages may send forms to. */
  readonly formTargets: readonly string[];
  /** Routes beside the operations: where the simulator's form arrives. */
  mount(server: FastifyInstance): Promise<void>;
}

interface NodeNeeds {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly baseUrl: string;
}

const sweep = 60_000;

function system({ database, runtime }: NodeNeeds, client: NodeClient, more: readonly Operation[] = []) {
  return {
    name: 'national-node',
    operations: [metadataOperation(client), ...more],
    begin: client.begin,
    finish: client.finish,
    async start() {
      const timer = setInterval(
        () =>
          void usedStore(database)
            .forget(runtime.now())
            .catch(() => undefined),
        sweep,
      );
      timer.unref();
      return async () => clearInterval(timer);
    },
  };
}

const metadataOperation = (client: NodeClient): Operation =>
  operation({
    name: 'read-node-metadata',
    method: 'GET',
    path: '/national-node/metadata',
    summary: 'SAML metadata of this platform, for the operator of the national node',
    access: 'anyone',
    audit: 'own', // keys and addresses, nobody's data
    reply: fileOf('application/samlmetadata+xml'),
    handle: async ({ http }) => {
      http.reply.type('application/samlmetadata+xml');
      return client.metadata();
    },
  });

/** The node of a folder of the operator's. @throws Refusal `bad-node-folder` */
export function nationalNode(needs: NodeNeeds & { folder: string }): NationalNode {
  const configuration = configurationFromFolder(needs.folder, needs.baseUrl);
  const client = nodeClient({ ...needs, configuration: async () => configuration });
  return {
    ...system(needs, client),
    formTargets: [new URL(configuration.singleSignOn).origin],
    mount: async () => undefined,
  };
}

/** SYMULATOR. @param people whom its page offers */
export function simulatedNode(needs: NodeNeeds & { home: string; people: SimulatedPeople }): NationalNode {
  const { runtime, baseUrl, home, people } = needs;
  let made: Promise<SimulatedPair> | undefined;
  const pair = () => (made ??= simulatedPair(home, runtime));
  let artifactResolution = '';
  const addresses = {
    ...{ issuer: `${baseUrl}/symulator/wezel-krajowy`, entityId: `${baseUrl}/saml` },
    singleSignOn: `${baseUrl}${simulatorPath}`,
  };
  const simulator = nodeSimulator({ ...addresses, artifactResolution: () => artifactResolution }, pair, runtime);
  const client = nodeClient({
    ...needs,
    configuration: async (): Promise<NodeConfiguration> => {
      const { node, provider } = await pair();
      return {
        ...{ ...addresses, artifactResolution, formAction: simulatorPath },
        assertionConsumer: `${baseUrl}/sign-in/wezel`,
        nodeKey: keyOfCertificate(node.signer.certificate),
        ...{ signer: provider.signer, encryption: provider.encryption },
        tls: { ...provider.tls, ca: node.tls.cert },
      };
    },
  });
  const base = system(needs, client, simulatorOperations(simulator, people));
  return {
    ...base,
    formTargets: [],
    mount: (server) => simulatorRoutes(server, simulator),
    async start() {
      const stopSweeping = await base.start();
      const listener = await listenAsNode(simulator, await pair());
      artifactResolution = listener.url;
      return async () => {
        await listener.stop();
        await stopSweeping();
      };
    },
  };
}
