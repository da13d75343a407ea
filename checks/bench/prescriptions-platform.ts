/**
 * A platform in a process of its own for `npm run bench:prescriptions`: the real composition, and beside it a server
 * whose callers say who they are, so that signing in is not measured.
 */
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { type Actor, platformActor } from '#core/access/actor.ts';
import { serveOperations } from '#core/http/operations.ts';
import { buildServer } from '#core/http/server.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import { demonstrationPeople, medicalWorkersOf } from '#libs/population/index.ts';

const patients = 2_000;
const callers = 8;

const say = (line: string) => console.error(line);
const settings = readSettings();
const { platform, close } = await startPlatform({ settings, say });
const { record, database, audit, systems } = platform;

const people = demonstrationPeople();
const clinic = people.find(({ role }) => role === 'physician');
const pharmacy = people.find(({ role }) => role === 'pharmacist');
const doctors = medicalWorkersOf(settings.demoPatients).filter(({ practitioner }) => practitioner.startsWith('dr-'));
const actorOf = (name: string): Actor => {
  const [role, number] = name.split('-');
  const at = role === 'doctor' ? clinic : pharmacy;
  const practitioner = role === 'doctor' ? doctors[Number(number)]?.practitioner : pharmacy?.practitionerId;
  return {
    ...{ role: role === 'doctor' ? 'physician' : 'pharmacist', id: name, name, purpose: 'TREAT', scopes: [] },
    ...{
      practitioner: practitioner as string,
      facility: at?.facilityId as string,
      facilityName: at?.facilityName as string,
    },
    ...{ acr: 'ez:aal3', provenAt: systemRuntime.now() },
  };
};

const server = buildServer({ logLevel: 'silent', ready: async () => true, https: false });
serveOperations(
  server,
  systems.flatMap(({ name, operations }) => (name === 'e-prescription' ? operations : [])),
  {
    ...{ database, audit, runtime: systemRuntime },
    authenticator: {
      authenticate: async ({ headers }) => actorOf(String(headers.authorization).slice('Bearer '.length)),
    },
  },
);
await server.listen({ port: 0, host: '127.0.0.1' });

const call = { actor: platformActor('bench'), source: 'local', trace: 'bench' };
const ids: string[] = [];
for (let done = 0; done < patients; done += 500) {
  const entry = Array.from({ length: 500 }, (_, n) => ({
    resource: {
      ...{ resourceType: 'Patient', name: [{ family: `Pomiar${done + n}`, given: ['Jan'] }], birthDate: '1950-01-01' },
      identifier: [{ system: identifierSystems.localPatient, value: `bench-${done + n}` }],
      managingOrganization: { reference: `Organization/${clinic?.facilityId}` },
    },
    request: { method: 'POST', url: 'Patient' },
  }));
  const answer = await record.bundle(call, { resourceType: 'Bundle', type: 'transaction', entry });
  for (const { response } of answer.entry as { response: { location: string } }[])
    ids.push(String(response.location.split('/')[1]));
}
const gtins = (
  await database.query<{ gtin: string }>(
    `select p->>'gtin' as gtin from medicinal_products.product, json_array_elements(content::json->'packages') p
    where content::json->>'kind' = 'human' and p->>'availability' = 'Rp' and until is null
      and not exists (select from product_decisions.decision d where d.gtin = p->>'gtin') limit 200`,
  )
).rows.map(({ gtin }) => gtin);
const port = (server.server.address() as AddressInfo).port;
writeFileSync(path.join(settings.home, 'bench.json'), JSON.stringify({ port, ids, gtins, callers }));

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(
    signal,
    () =>
      void server
        .close()
        .then(close)
        .then(() => process.exit(0)),
  );
