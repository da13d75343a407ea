/** The demonstration: synthetic people and accounts for some of them, made once, on the first start. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fillDemonstration } from '#core/import/fill.ts';
import { readState, writeState } from '#core/db/state.ts';
import { polishDay } from '#core/registers/days.ts';
import { latestEdition } from '#core/registers/editions.ts';
import { citizens, demonstrationPeople, medicalWorkersOf } from '#libs/population/index.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { planDay } from '#systems/care/medical-events/index.ts';
import type { Platform } from './platform.ts';

const filled = 'demonstration-filled';
const registered = 'demonstration-registers';
const declared = 'demonstration-declarations';
const referred = 'demonstration-referrals';
const prescribed = 'demonstration-prescriptions';

/**
 * Fills an empty record and makes the demonstration accounts. An interrupted filling is taken up again: it repeats
 * itself.
 */
export async function prepareDemonstration(platform: Platform, say: (line: string) => void): Promise<void> {
  const { database, record, accounts, settings } = platform;
  const patients = settings.demoPatients;
  if (patients > 0 && !(await readState(database, filled))) {
    say(`Making the demonstration population (${patients} patients) …`);
    const began = performance.now();
    let lastSaid = 0;
    const { resources } = await fillDemonstration(record, {
      patients,
      progress: ({ done, total }) => {
        const share = Math.floor((done / total) * 10);
        if (share > lastSaid) say(`  ${share * 10} %`);
        lastSaid = Math.max(lastSaid, share);
      },
    });
    await writeState(database, systemRuntime, filled, { patients, resources });
    say(`Made ${resources} resources in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    // Once, over everything: on a busy machine it takes longer than a statement of a request may.
    await database.transaction(async (tx) => {
      await tx.query(`set local statement_timeout = '10min'`);
      await tx.query('analyze');
    });
    giveMemoryBack();
  }
  // Without people it is empty: decisions of the inspectorate would stand in the record as medicines.
  if (patients > 0) await fillRegisters(platform);
  await tellSimulators(platform, patients);
  // After the simulators: who may be chosen the register of medical workers says.
  if (patients > 0 && !(await readState(database, declared)))
    await writeState(database, systemRuntime, declared, { declarations: await platform.declared.fillDemonstration() });
  if (patients > 0 && !(await readState(database, referred))) {
    const referrals = await platform.referrals.fillDemonstration(doctorsOfDemonstration());
    await writeState(database, systemRuntime, referred, { referrals });
  }
  if (patients > 0 && !(await readState(database, prescribed))) {
    const packages = await platform.prescriptions.fillDemonstration(doctorsOfDemonstration());
    await writeState(database, systemRuntime, prescribed, { packages });
  }
  if (patients > 0) await planDay(record, doctorsOfDemonstration(), systemRuntime.now());
  await accounts.seedDemonstration({ people: patients > 0 ? demonstrationPeople() : [] });
  await registerProfileApp(platform);
}

/** The e-Profil as an app that SMART opens (decision 0050); in production an operator registers it. */
const registerProfileApp = ({ accounts, settings: { baseUrl } }: Platform) =>
  accounts.registration.registerClient({
    ...{ id: 'e-profil', name: 'e-Profil Pacjenta', scopes: ['patient/*.rs'], tokenSeconds: 300 },
    launchUri: `${baseUrl}/gabinet/e-profil/uruchom`,
    metadata: {
      ...{ token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], response_types: ['code'] },
      redirect_uris: [`${baseUrl}/gabinet/e-profil/powrot`],
    },
  });

/** Who has a day to look at. */
const doctorsOfDemonstration = () =>
  demonstrationPeople().flatMap(({ role, name, practitionerId, facilityId, facilityName = '' }) =>
    role === 'physician' && practitionerId && facilityId ? [{ name, practitionerId, facilityId, facilityName }] : [],
  );

/** Invented registers where nothing was imported, so that medicines are found at once. */
async function fillRegisters({ database, registers }: Platform): Promise<void> {
  const today = polishDay(systemRuntime.now());
  for (const { register, demonstration, load } of registers)
    if (!(await latestEdition(database, register))) await load(demonstration(today));
}

/** The simulators of the registers know the same people; told once, as of a day before everything that may be asked. */
async function tellSimulators({ database, identities }: Platform, patients: number): Promise<void> {
  if (patients === 0 || (await readState(database, registered))) return;
  const from = new Date('2020-01-01T00:00:00Z');
  await identities.population.tell(citizens({ patients }), from);
  const licences = medicalWorkersOf(patients).map(({ npwz, pesel, practitioner, specialities, profession }) => ({
    ...{ npwz, pesel, practitioner, specialities, profession, status: 'valid' as const, ends: null },
  }));
  await identities.workers.tell(licences, from);
  await writeState(database, systemRuntime, registered, { patients });
}

/** Filling leaves garbage that V8 would keep for a load that does not come: collect it once, before the platform rests. */
function giveMemoryBack(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  setFlagsFromString('--no-expose-gc');
}
