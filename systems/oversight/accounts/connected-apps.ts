/** Apps that act for a person: which they are, ending one, and opening one for the patient whose record is open. */
import type { Tx } from '#core/db/database.ts';
import type { Database } from '#core/db/database.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { launchLife } from './app-life.ts';
import { appsStore, type ConnectedApp } from './apps-store.ts';
import type { Session } from './model.ts';
import { artefactHash } from './openid-adapter.ts';
import { fhirBase } from './openid.ts';
import { openIdStore } from './openid-store.ts';
import { refuse } from './refusals.ts';

export interface ConnectedAppsNeed {
  database: Database;
  runtime: Runtime;
  baseUrl: string;
  demonstration: boolean;
}

export type ConnectedApps = ReturnType<typeof connectedApps>;

export function connectedApps({ database, runtime, baseUrl, demonstration }: ConnectedAppsNeed) {
  return {
    of: (account: string): Promise<ConnectedApp[]> => appsStore(database).appsOf(account, runtime.now()),
    /** Ends all that the app was given. @throws Refusal `no-such-app` */
    async end(tx: Tx, account: string, id: string): Promise<void> {
      const apps = appsStore(tx);
      const hash = await apps.grantOf(account, id);
      if (!hash) throw refuse('no-such-app');
      await apps.endGrant(hash, runtime.now());
    },
    launchable: () => appsStore(database).launchableApps(demonstration),
    /**
     * EHR launch: the address at which the app begins. The app hears a word that means this patient, for this session
     * and for nobody else. https://hl7.org/fhir/smart-app-launch/app-launch.html#launch-app-ehr-launch
     * @throws Refusal `no-such-app`
     */
    async launch(tx: Tx, session: Session, app: string, patient: string): Promise<string> {
      const client = await openIdStore(tx, { demonstration }).client(app);
      if (!client?.launchUri || client.disabledAt) throw refuse('no-such-app');
      const word = runtime.randomBytes(32).toString('base64url');
      const launch = { client: client.id, session: session.id, patient };
      await appsStore(tx).addLaunch(artefactHash(word), launch, new Date(runtime.now().getTime() + launchLife));
      const url = new URL(client.launchUri);
      url.searchParams.set('iss', fhirBase(baseUrl));
      url.searchParams.set('launch', word);
      return url.href;
    },
  };
}
