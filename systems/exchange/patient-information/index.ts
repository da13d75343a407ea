/** ZIP NFZ: services that the Fund has settled, into the record; in the demonstration its simulator. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { Handler } from '#core/jobs/index.ts';
import type { Connection } from './client.ts';
import { connectionFromFolder, simulatedTls } from './configuration.ts';
import { type SourceState, profile, system } from './model.ts';
import type { PatientInformationNeeds } from './needs.ts';
import { operations } from './operations.ts';
import { type Behaviour, listenAsFund } from './simulator/listener.ts';
import { settledFor } from './simulator/lives.ts';
import { recordedVisits } from './simulator/recorded.ts';
import { fetching, opened } from './source.ts';

export type { SourceState } from './model.ts';

export interface PatientInformation extends System {
  readonly handlers: readonly Handler[];
  /** What the patient profile asks when it is opened: the state as it is now; asks the Fund when the copy is old. */
  opened(patient: string): Promise<SourceState>;
  /** Of the simulator, for tests. */
  behave?(behaviour: Behaviour): void;
}

type Needs = Omit<PatientInformationNeeds, 'connection' | 'simulated'>;

/** `folder`: how the Fund is reached. `simulator`: keys lie below its home. Neither: nobody is asked, and it is said. */
export function patientInformation(
  needs: Needs & { folder?: string | undefined; simulator?: { home: string } | undefined },
): PatientInformation {
  const { record, folder, simulator } = needs;
  record.owns({ system, types: ['ExplanationOfBenefit'], profiles: [profile], hook: async () => undefined });
  if (folder || !simulator) return face(needs, folder ? connectionFromFolder(folder) : undefined);
  return simulated(needs, simulator.home);
}

function face(needs: Needs, connection: Connection | undefined): PatientInformation {
  const whole = { ...needs, connection: () => connection, simulated: false };
  return parts(whole);
}

const parts = (whole: PatientInformationNeeds) => ({
  name: system,
  operations: operations(whole),
  handlers: [fetching(whole)],
  opened: (patient: string) => opened(whole, patient),
});

/** SYMULATOR. It listens once the system is started; before, a question is one to a source that is down. */
function simulated(needs: Needs, home: string): PatientInformation {
  const { record, runtime } = needs;
  const rules = { hosts: [], loopback: true };
  let connection: Connection = { address: 'https://127.0.0.1:9', rules };
  let change: (behaviour: Behaviour) => void = () => undefined;
  const whole: PatientInformationNeeds = { ...needs, connection: () => connection, simulated: true };
  return {
    ...parts(whole),
    behave: (behaviour) => change(behaviour),
    async start() {
      const tls = await simulatedTls(home, runtime);
      const told = async (pesel: string) => settledFor(pesel, await recordedVisits(record, pesel), runtime.now());
      const listener = await listenAsFund(told, tls);
      change = listener.behave;
      connection = { address: listener.address, rules, tls: { ...tls.client, ca: tls.server.cert } };
      return listener.stop;
    },
  };
}
