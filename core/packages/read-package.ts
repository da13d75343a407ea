/**
 * A FHIR package: a gzipped tar or a folder of definitions, with their name and version in package.json.
 * https://hl7.org/fhir/packages.html
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '#libs/fhir/json.ts';
import { parseXml } from '#libs/fhir/xml.ts';
import type { Resource } from '../record/record.ts';
import { Refusal } from '../refusal/refusal.ts';
import { untar, type TarFile } from './tar.ts';

export interface FhirPackage {
  name: string;
  version: string;
  /** What it depends on, as `name#version`: loaded by whoever needs it. */
  dependencies: string[];
  /** StructureDefinitions, ValueSets, CodeSystems and Questionnaires. */
  definitions: Resource[];
  searchParameters: Resource[];
  /** Files that could not be read, with the reason. */
  unread: { file: string; reason: string }[];
}

const largestFile = 32 * 1024 * 1024;
const wanted = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem', 'Questionnaire']);

/** @throws Refusal `not-found` when there is nothing, `invalid` or `too-large` when it cannot be read as a package. */
export function readPackage(place: string): FhirPackage {
  const files = filesOf(place);
  // Packages hold theirs below package/; other/ and examples are not for use.
  const own = files.some(({ name }) => name === 'package/package.json') ? 'package/' : '';
  const manifest = manifestOf(files.find(({ name }) => name === `${own}package.json`)?.bytes, place);
  const found: FhirPackage = { ...manifest, definitions: [], searchParameters: [], unread: [] };
  for (const { name, bytes } of files) {
    const file = name.slice(own.length);
    if (!name.startsWith(own) || !/^[^/]+\.(json|xml)$/.test(file) || /^(package|\.index)\.json$/.test(file)) continue;
    try {
      if (bytes.length > largestFile) throw new Error('it is larger than 32 MiB');
      const resource = (file.endsWith('.xml') ? parseXml(bytes) : parseJson(bytes)) as unknown as Resource;
      if (typeof resource?.url !== 'string') continue;
      if (wanted.has(resource.resourceType)) found.definitions.push(resource);
      if (resource.resourceType === 'SearchParameter') found.searchParameters.push(resource);
    } catch (error) {
      found.unread.push({ file, reason: (error as Error).message });
    }
  }
  if (found.definitions.length + found.searchParameters.length === 0) {
    // It would take the place of what is loaded under its name.
    const why = found.unread.map(({ file, reason }) => ` ${file}: ${reason}`).slice(0, 3);
    const says = `There is nothing in it that is used: definitions stand right below package/.${why.join('')}`;
    throw new Refusal('invalid', 'empty-package', says);
  }
  return found;
}

function filesOf(place: string): TarFile[] {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (!stats) throw new Refusal('not-found', 'no-such-file', `There is nothing at ${place}.`);
  if (stats.isFile()) return untar(readFileSync(place));
  const below = (folder: string, prefix: string): TarFile[] =>
    readdirSync(path.join(place, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = prefix + entry.name;
      // A folder is flat, but for package/ when it is an unpacked archive.
      if (entry.isDirectory()) return prefix === '' && entry.name === 'package' ? below(name, `${name}/`) : [];
      return entry.isFile() ? [{ name, bytes: readFileSync(path.join(place, name)) }] : [];
    });
  return below('', '');
}

function manifestOf(bytes: Buffer | undefined, place: string): Pick<FhirPackage, 'name' | 'version' | 'dependencies'> {
  // A folder of definitions needs no manifest: it is known by its name.
  if (!bytes && statSync(place).isFile())
    throw new Refusal('invalid', 'bad-package', 'It has no package/package.json.');
  if (!bytes) return { name: path.basename(place), version: '0', dependencies: [] };
  let manifest: { name?: unknown; version?: unknown; dependencies?: Record<string, string>; fhirVersions?: unknown };
  try {
    manifest = JSON.parse(bytes.toString('utf8')) as typeof manifest;
  } catch {
    throw new Refusal('invalid', 'bad-package', 'Its package.json is not JSON.');
  }
  const { name, version, dependencies = {}, fhirVersions } = manifest;
  const releases = Array.isArray(fhirVersions) ? fhirVersions.map(String) : [];
  if (releases.length > 0 && !releases.some((release) => /^(4\.0|R4$)/.test(release))) {
    const says = `It is for FHIR ${releases.join(', ').slice(0, 100)}, not for R4 (4.0.1): look for its edition for R4.`;
    throw new Refusal('invalid', 'other-release', says);
  }
  const isNamed = typeof name === 'string' && /^[a-zA-Z0-9@/._-]{1,200}$/.test(name);
  if (!isNamed || typeof version !== 'string' || version.length > 100) {
    throw new Refusal('invalid', 'bad-package', 'Its package.json must say name and version.');
  }
  return { name, version, dependencies: Object.entries(dependencies).map(([on, which]) => `${on}#${which}`) };
}
