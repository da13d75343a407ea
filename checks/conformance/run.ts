/**
 * Conformance runs: suites and samples that nobody here wrote, against the real server. `run.ts <folder> [suite…]`; a
 * folder that is not there is skipped, aloud. Each suite prints passed/total; a difference must stand, with its reason,
 * in docs/conformance.md.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPlatform } from '#apps/api/start.ts';
import { readSettings } from '#apps/settings.ts';
import { demonstrationToken } from '#systems/oversight/accounts/index.ts';
import { sendAttacks } from './attack-requests.ts';
import { sendHooks } from './cds-hooks.ts';
import { compareVerdicts } from './fhir-validator.ts';
import { applyPatches } from './fhir-patch.ts';
import { validateSummaries } from './ips.ts';
import { judgeSummaries } from './ips-summary.ts';
import { checkPrescriptions } from './pl-erecepta-p1.ts';
import { roundTripExamples } from './fhir-r4-examples.ts';
import { evaluateExpressions } from './fhirpath-r4.ts';
import { fileEuropeanDocuments } from './synderai-eu.ts';
import { importSynthea } from './synthea-r4.ts';
import type { Suite, SuiteNeeds } from './suite.ts';

const all: Suite[] = [
  { name: 'synthea-r4', run: importSynthea },
  { name: 'fhir-r4-examples', run: roundTripExamples },
  { name: 'fhir-validator', run: compareVerdicts },
  { name: 'fhirpath-r4', run: evaluateExpressions },
  { name: 'fhir-patch', run: applyPatches },
  { name: 'ips', run: validateSummaries },
  { name: 'synderai-eu', run: fileEuropeanDocuments },
  { name: 'cds-hooks', run: sendHooks },
  { name: 'ips-summary', folder: 'ips', run: judgeSummaries },
  { name: 'attack-requests', run: sendAttacks },
  // Last: it lets libxml2 open files, which no request may find open.
  { name: 'pl-erecepta-p1', run: checkPrescriptions },
];

const [folder = '../shared/testdata', ...wanted] = process.argv.slice(2);
const suites = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const placeOf = ({ name, folder: own = name }: Suite) => path.join(folder, own);
const present = suites.filter((suite) => existsSync(placeOf(suite)));
for (const suite of suites) {
  if (!present.includes(suite)) console.log(`SKIPPED ${suite.name}: ${placeOf(suite)} is not there`);
}
const unexplained: string[] = [];
if (present.length > 0) await runAll();
for (const line of unexplained) console.error(line);
process.exit(unexplained.length > 0 ? 1 : 0);

async function runAll(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'ezdrowie-conformance-'));
  const settings = readSettings({ EZDROWIE_HOME: home, PORT: '0', EZDROWIE_DEMO_PATIENTS: '0', LOG_LEVEL: 'error' });
  const started = await startPlatform({ settings, say: () => undefined });
  try {
    const token = await demonstrationToken({ baseUrl: started.url, home, profile: 'demo', client: 'demo-provider' });
    const explained = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
    for (const suite of present) {
      const { name, run } = suite;
      const needs: SuiteNeeds = {
        folder: placeOf(suite),
        base: `${started.url}/fhir/R4`,
        token,
        platform: started.platform,
      };
      const { total, failures } = await run(needs);
      console.log(`${name}: ${total - failures.length} passed of ${total}`);
      for (const { what, why } of failures) {
        const known = explained.includes(`\`${what}\``);
        console.log(`  ${known ? 'explained  ' : 'UNEXPLAINED'} ${what}: ${why}`);
        if (!known) unexplained.push(`${name}: ${what}: ${why}`);
      }
    }
  } finally {
    await started.close();
    rmSync(home, { recursive: true, force: true });
  }
}
