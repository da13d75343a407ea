/**
 * Synthea's transaction bundles (Apache-2.0), imported as an operator would, then counted and asked for by
 * $everything.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { importPaths } from '#core/import/index.ts';
import type { SuiteNeeds, SuiteResult } from './suite.ts';

interface Bundle {
  entry: { resource: { resourceType: string } }[];
}

export async function importSynthea({ folder, base, token, platform }: SuiteNeeds): Promise<SuiteResult> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'ezdrowie-synthea-'));
  try {
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.json.gz'))
      .sort();
    const summary = await importPaths(platform.record, [folder], {
      stateFile: path.join(scratch, 'state.json'),
      refusedFile: path.join(scratch, 'refused.ndjson'),
    });
    const failures = refusedFiles(path.join(scratch, 'refused.ndjson'));
    const expected = countTypes(files.map((file) => path.join(folder, file)));
    for (const [type, count] of expected) {
      const answer = await fetch(`${base}/${type}?_summary=count`, { headers: { authorization: `Bearer ${token}` } });
      const { total } = (await answer.json()) as { total?: number };
      if (total !== count) failures.push({ what: `${type} count`, why: `${count} sent, the record counts ${total}` });
    }
    console.log(`synthea-r4: ${summary.loaded} resources loaded, ${summary.refused} refused`);
    return { total: files.length + expected.size, failures };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function refusedFiles(file: string): SuiteResult['failures'] {
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
    return lines
      .slice(0, 20)
      .map((line) => ({ what: path.basename(String(JSON.parse(line).source)), why: line.slice(0, 300) }));
  } catch {
    return [];
  }
}

function countTypes(files: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) {
    const bundle = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Bundle;
    for (const { resource } of bundle.entry)
      counts.set(resource.resourceType, (counts.get(resource.resourceType) ?? 0) + 1);
  }
  return counts;
}
