/** Reading packages: archives and folders, whole and damaged. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { shippedDefinitions } from '#libs/fhir/profiles/shipped.ts';
import { faultsIn } from './faults.ts';
import { readPackage } from './read-package.ts';
import { untar } from './tar.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ezdrowie-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const definition = (name: string) => ({
  resourceType: 'StructureDefinition',
  url: `http://example.org/StructureDefinition/${name}`,
});
const manifest = { name: 'our.profiles', version: '1.2.0', dependencies: { 'hl7.fhir.r4.core': '4.0.1' } };

/** One file as ustar has it. */
function member(name: string, content: string, kind = '0'): Buffer {
  const header = Buffer.alloc(512);
  const body = Buffer.from(content);
  header.write(name, 0);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(kind, 156);
  header.write('ustar\0', 257);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}
const archive = (...members: Buffer[]) => gzipSync(Buffer.concat([...members, Buffer.alloc(1024)]));

it('reads an archive: definitions alone, whatever their names are long', () => {
  const place = path.join(folder, 'our.tgz');
  const long = `package/${'a'.repeat(120)}.json`;
  writeFileSync(
    place,
    archive(
      member('package/package.json', JSON.stringify(manifest)),
      member('package/.index.json', '{}'),
      member('package/StructureDefinition-a.json', JSON.stringify(definition('a'))),
      member('././@LongLink', `${long}\0`, 'L'),
      member(long.slice(0, 99), JSON.stringify(definition('b'))),
      member('package/broken.json', '{'),
      member('package/example/StructureDefinition-c.json', JSON.stringify(definition('c'))),
      member('package/Patient-p.json', JSON.stringify({ resourceType: 'Patient' })),
    ),
  );
  const found = readPackage(place);
  expect(found).toMatchObject({ name: 'our.profiles', version: '1.2.0', dependencies: ['hl7.fhir.r4.core#4.0.1'] });
  expect(found.definitions.map(({ url }) => url)).toEqual([definition('a').url, definition('b').url]);
  expect(found.unread.map(({ file }) => file)).toEqual(['broken.json']);
});

it('reads a folder, XML too', () => {
  writeFileSync(path.join(folder, 'a.json'), JSON.stringify(definition('a')));
  const xml = '<ValueSet xmlns="http://hl7.org/fhir"><url value="http://example.org/ValueSet/v"/></ValueSet>';
  writeFileSync(path.join(folder, 'v.xml'), xml);
  const found = readPackage(folder);
  expect(found.definitions.map(({ resourceType }) => resourceType)).toEqual(['StructureDefinition', 'ValueSet']);
  expect(found.name).toBe(path.basename(folder));
});

it('refuses what is none', () => {
  expect(() => readPackage(path.join(folder, 'nothing'))).toThrow('There is nothing at');
  expect(() => untar(Buffer.from('no archive'))).toThrow('damaged');
  const whole = Buffer.concat([member('package/package.json', '{}'), Buffer.alloc(1024)]);
  expect(() => untar(gzipSync(whole.subarray(0, 513)))).toThrow('damaged');
  const forged = Buffer.from(whole);
  forged[0] = 1;
  expect(() => untar(gzipSync(forged))).toThrow('damaged');
  const nameless = path.join(folder, 'nameless.tgz');
  writeFileSync(nameless, archive(member('package/package.json', '{}')));
  expect(() => readPackage(nameless)).toThrow('must say name and version');
});

it.each([
  [
    'an archive that does not say what it is',
    [['package/StructureDefinition-a.json', definition('a')]],
    'package.json',
  ],
  [
    'one with nothing that is used',
    [
      ['package/package.json', manifest],
      ['other/a.json', definition('a')],
    ],
    'nothing',
  ],
  [
    ...['a package of another release of FHIR'],
    [
      ['package/package.json', { ...manifest, fhirVersions: ['5.0.0'] }],
      ['package/a.json', definition('a')],
    ],
    '5.0.0',
  ],
] as [string, [string, object][], string][])('refuses %s', (_, files, says) => {
  const place = path.join(folder, 'refused.tgz');
  writeFileSync(place, archive(...files.map(([name, content]) => member(name, JSON.stringify(content)))));
  expect(() => readPackage(place)).toThrow(says);
});

it('reads a package of several releases, R4 among them', () => {
  const place = path.join(folder, 'several.tgz');
  const several = { ...manifest, fhirVersions: ['4.3.0', '4.0.1'] };
  const files = [member('package/package.json', JSON.stringify(several))];
  writeFileSync(place, archive(...files, member('package/a.json', JSON.stringify(definition('a')))));
  expect(readPackage(place).definitions).toHaveLength(1);
});

it('tells of profiles that will not do what they say', () => {
  const profile = (path: string) => ({
    ...{ ...definition('p'), derivation: 'constraint', kind: 'resource', type: 'Patient' },
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    differential: { element: [{ id: path, path, min: 1 }] },
  });
  const told = (path: string) => faultsIn(shippedDefinitions(), [profile(path), { resourceType: 'ValueSet' }]);
  expect(told('Patient.name')).toEqual([]);
  const says = 'Patient.nickname is no element of Patient';
  expect(told('Patient.nickname')).toEqual([{ url: definition('p').url, at: 'differential.element[0]', says }]);
});
