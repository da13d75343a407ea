/**
 * Lookups in registers of the national size (invented): RPWDL with 30,000 entities and 200,000 cells, TERYT with
 * 100,000 places and 200,000 streets. Each answer is checked for what was asked.
 */
import { openDatabase } from '#core/db/database.ts';
import { createAuditTrail } from '#core/audit/index.ts';
import { polishDay } from '#core/registers/days.ts';
import { madeTables } from '#core/registers/table.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { RegisterImporter } from '#core/registers/importer.ts';
import type { SourceFiles } from '#core/terminology/importers/source-files.ts';
import { isSimc } from '#libs/polish-identifiers/teryt.ts';
import type { Instance } from '#apps/instance.ts';
import { filesOf } from '#systems/exchange/territory-register/demonstration.ts';
import { territorySystem } from '#systems/exchange/territory-register/index.ts';
import { headers } from '#systems/registers/medical-entities/demonstration.ts';
import { medicalEntities } from '#systems/registers/medical-entities/index.ts';
import { httpClient, measure, type Result } from './closed-loop.ts';
import { draws } from './workload.ts';

const entities = 30_000;
const cells = 200_000;
const places = 100_000;
const streets = 200_000;

export interface RegistersOptions {
  readonly instance: Instance;
  readonly token: string;
  readonly seconds: number;
  readonly warm: number;
  say(line: string): void;
}

const book = (at: number): string => String(500_000 + at).padStart(12, '0');
const cellOf = (at: number): string =>
  `${book(at % entities)}-${String(Math.floor(at / entities) + 1).padStart(3, '0')}`;
const kinds = ['Poradnia kardiologiczna', 'Poradnia lekarza POZ', 'Oddział chorób wewnętrznych', 'Pracownia RTG'];
const towns = ['Nowa Wieś', 'Zalesie', 'Dąbrowa', 'Kolonia', 'Górka', 'Lipnica', 'Brzeziny', 'Podlesie'];
const placeName = (at: number): string => `${towns[at % towns.length]} ${Math.floor(at / towns.length)}`;

const rpwdl = (day: string): SourceFiles => {
  const at = ['Polna 1', '00-001', 'Warszawa', '1465011', '0918123', '2012-01-01', ''];
  return madeTables(day, {
    'podmioty.csv': {
      header: headers.entities,
      *rows() {
        for (let one = 0; one < entities; one++) yield [book(one), `Przychodnia przykład ${one}`, '', '', '', ...at];
      },
    },
    'jednostki.csv': {
      header: headers.units,
      *rows() {
        for (let one = 0; one < entities; one++) yield [book(one), '01', `Jednostka ${one}`, ...at];
      },
    },
    'komorki.csv': {
      header: headers.cells,
      *rows() {
        for (let one = 0; one < cells; one++) {
          const part = String(Math.floor(one / entities) + 1).padStart(3, '0');
          const name = `${kinds[one % kinds.length]} ${one}`;
          yield [book(one % entities), '01', part, String(1000 + (one % 300)), name, name, ...at, '', ''];
        }
      },
    },
  });
};

/** Numbers of places whose check digit fits. */
const simcs: string[] = [];
for (let serial = 1_000_000; simcs.length < places; serial++) if (isSimc(String(serial))) simcs.push(String(serial));

const teryt = (day: string): SourceFiles =>
  filesOf({
    *[`TERC_${day}.csv`]() {
      yield 'WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n14;;;;MAZOWIECKIE;;\n14;01;;;białobrzeski;;\n';
      yield '14;01;01;2;Białobrzegi;;\n';
    },
    *[`SIMC_${day}.csv`]() {
      yield 'WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA\n';
      for (const [at, simc] of simcs.entries()) yield `14;01;01;2;01;1;${placeName(at)};${simc};${simc};\n`;
    },
    *[`ULIC_${day}.csv`]() {
      yield 'WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA\n';
      // A few towns have thousands of streets.
      for (let at = 0; at < streets; at++) {
        const simc = simcs[at < 20_000 ? at % 4 : at % places];
        yield `14;01;01;2;${simc};${String(10_000 + (at % 89_999))};ul.;Zmyślona ${at};Jana;\n`;
      }
    },
  });

export async function measureRegisters({ instance, token, seconds, warm, say }: RegistersOptions): Promise<Result[]> {
  const database = openDatabase(instance.databaseUrl, { connections: 2 });
  const needs = { database, audit: createAuditTrail({ database, runtime: systemRuntime }), runtime: systemRuntime };
  const day = polishDay(systemRuntime.now());
  const load = async (importer: RegisterImporter, files: SourceFiles) => {
    const began = performance.now();
    const { edition } = await importer.load(files, { manyWithdrawn: true });
    const took = ((performance.now() - began) / 1000).toFixed(1);
    say(`import of ${edition.counts.entries} entries (${importer.register}): ${took} s`);
  };
  await load(medicalEntities(needs).importer, rpwdl(day));
  await load(territorySystem(needs).importer, teryt(day));
  say(`most memory of the importers: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
  await database.close();

  const client = httpClient(`${instance.baseUrl}/api`, token, 64);
  const draw = draws(7);
  const any = (below: number) => Math.floor(draw() * below);
  const asked: [string, () => string, string][] = [
    ['does a cell work', () => `/medical-entities/working/${cellOf(any(cells))}`, '"works"'],
    ['entities by name', () => `/medical-entities/search?q=przychodnia%20przyk%20${any(entities)}`, '"entries":[{'],
    ['cells by words', () => `/medical-entities/search?kind=cell&q=rtg%20${any(cells)}`, '"entries":['],
    ['cells of an entity', () => `/medical-entities/working/${book(any(entities))}/cells`, '"cell"'],
    [
      'places by name',
      () => `/territory-register/search?q=${encodeURIComponent(placeName(any(places)))}`,
      '"entries":[{',
    ],
    ['address by numbers', () => `/territory-register/addresses?simc=${simcs[any(places)]}`, '"confirmed"'],
    [
      'address in a town of 5,000 streets',
      () => {
        const at = any(20_000);
        return `/territory-register/addresses?simc=${simcs[at % 4]}&street=${encodeURIComponent(`Zmyślona ${at}`)}`;
      },
      '"confirmed"',
    ],
  ];
  const results: Result[] = [];
  for (const [what, path, holds] of asked) {
    const job = async () => {
      const { text: answer } = await client.send('GET', path());
      if (!answer.includes(holds)) throw new Error(answer.slice(0, 200));
    };
    const result = await measure(`registers, ${what}`, 1, job, { seconds, warm, pids: [instance.pid] });
    say(`registers, ${what}: ${result.perSecond.toFixed(0)}/s, p95 ${result.p95.toFixed(1)} ms`);
    results.push(result);
  }
  client.close();
  return results;
}
