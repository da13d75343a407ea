/** The summary as a FHIR document, from what was chosen. https://hl7.org/fhir/R4/documents.html Pure. */
import { choose } from './choose.ts';
import type { Exclusion } from './exclusions.ts';
import type { Facts } from './facts.ts';
import { fit, sharedOf } from './fit.ts';
import { type Chosen, type Fhir, type Language, languages, type Reason, type Words } from './model.ts';
import { escaped, narrative, saidOf } from './narrative.ts';
import { compared, hasCode, list } from './reading.ts';
import { type SectionName, sections, type SectionRow } from './sections.ts';
import { words } from './words.ts';

export const compositionProfile = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Composition-uv-ips';
const bundleProfile = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips';
export const leftOutExtension = 'https://ezdrowie.gov.pl/fhir/StructureDefinition/summary-left-out';
const translation = 'http://hl7.org/fhir/StructureDefinition/translation';

export interface Draft {
  readonly facts: Facts;
  readonly chosen: ReadonlyMap<SectionName, Chosen>;
}

/** What of the facts is chosen; what else must be read is asked of the draft (`sharedOf`). */
export const draft = (facts: Facts, exclusions: readonly Exclusion[]): Draft => ({
  facts,
  chosen: choose(facts, exclusions),
});

/** Type → ids of the people, institutions and medicines that the entries and the patient refer to. */
export function wantedBy({ facts, chosen }: Draft, base: string): Map<string, Set<string>> {
  const patients = facts.get('Patient')?.resources ?? [];
  return sharedOf([...patients, ...[...chosen.values()].flatMap(({ entries }) => entries)], base);
}

export interface Writing {
  readonly draft: Draft;
  /** People, institutions and medicines that were found. */
  readonly shared: readonly Fhir[];
  readonly exclusions: readonly Exclusion[];
  readonly base: string;
  readonly language: Language;
  readonly now: Date;
  /** UUID of this document. */
  readonly id: string;
  readonly custodian: Custodian;
}

export interface Custodian {
  readonly name: string;
}

/** A document Bundle that is valid by Bundle-uv-ips: the same facts are always written in the same order. */
export function document(writing: Writing): Fhir {
  const { base, now, id, language } = writing;
  const { patient, entriesOf, shared, things } = gathered(writing);
  const inside = new Set(things.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const composition = compositionOf(writing, patient, entriesOf, new Map(shared.map((one) => [keyOf(one), one])));
  const entries = [composition, ...things.map((one) => fit(one, { base, inside }))];
  return {
    resourceType: 'Bundle',
    id,
    meta: { profile: [bundleProfile] },
    language,
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
    type: 'document',
    timestamp: now.toISOString(),
    entry: entries.map((resource) => ({ fullUrl: `${base}/${keyOf(resource)}`, resource })),
  };
}

const keyOf = ({ resourceType, id }: Fhir): string => `${resourceType}/${id}`;

/** All that stands in the document: the patient, the entries of sections in their order, then what these refer to. */
function gathered({ draft: { facts, chosen }, shared, custodian }: Writing) {
  const [found] = facts.get('Patient')?.resources ?? [];
  if (!found) throw new Error('The record gave no Patient.');
  const patient = withGuardians(found, facts.get('RelatedPerson')?.resources ?? []);
  const entriesOf = new Map<SectionName, readonly Fhir[]>();
  const things = new Map<string, Fhir>([[keyOf(patient), patient]]);
  const devices: Fhir[] = [];
  for (const [name, { entries }] of chosen) {
    const own = name === 'devices' ? deviceUses(entries, keyOf(patient), facts, devices) : entries;
    entriesOf.set(name, own);
    for (const one of own) things.set(keyOf(one), one);
  }
  const supporting = [...shared, ...devices, author, custodianOf(custodian)].sort((one, other) =>
    compared(keyOf(one), keyOf(other)),
  );
  for (const one of supporting) if (!things.has(keyOf(one))) things.set(keyOf(one), one);
  return { patient, entriesOf, shared: supporting, things: [...things.values()] };
}

/** Who writes what nobody has checked. */
const author: Fhir = {
  resourceType: 'Device',
  id: 'patient-summary-generator',
  deviceName: [{ name: 'e-Zdrowie: Patient Summary', type: 'user-friendly-name' }],
};

const custodianOf = ({ name }: Custodian): Fhir => ({
  resourceType: 'Organization',
  id: 'patient-summary-custodian',
  name,
});

/** Guardians stand with the patient: IPS has no place of their own for them. */
function withGuardians(patient: Fhir, people: readonly Fhir[]): Fhir {
  const contacts = people
    .filter(({ active }) => active !== false)
    .map(({ relationship, name, telecom }) => ({
      ...(list(relationship).length > 0 && { relationship }),
      ...(list(name)[0] ? { name: list(name)[0] } : {}),
      ...(list(telecom).length > 0 && { telecom }),
    }))
    .filter((one) => 'name' in one || 'telecom' in one);
  if (contacts.length === 0) return patient;
  return { ...patient, contact: [...list(patient.contact), ...contacts] };
}

/** IPS tells devices by their use: a Device without one gets a statement that says only that the record has it. */
function deviceUses(entries: readonly Fhir[], subject: string, facts: Facts, devices: Fhir[]): readonly Fhir[] {
  const uses = entries.filter(({ resourceType }) => resourceType === 'DeviceUseStatement');
  const used = new Set(uses.map(({ device }) => (device as { reference?: string } | undefined)?.reference));
  devices.push(
    ...(facts.get('Device')?.resources ?? []).filter((one) => entries.includes(one) || used.has(keyOf(one))),
  );
  const unsaid = entries.filter((one) => one.resourceType === 'Device' && !used.has(keyOf(one)));
  return [
    ...uses,
    ...unsaid.map((device): Fhir => {
      const status = device.status === 'inactive' ? 'completed' : 'active';
      const common = { status, subject: { reference: subject }, device: { reference: keyOf(device) } };
      return { resourceType: 'DeviceUseStatement', id: `use-${device.id}`.slice(0, 64), ...common };
    }),
  ];
}

const reasonCodes = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';

/** Why a section is empty: nobody recorded anything, somebody stated none, or it may not be seen. */
function emptyReason({ closed, statedNone }: Chosen, said: Words, language: Language) {
  const [code, display] = closed
    ? ['withheld', 'Information Withheld']
    : statedNone
      ? ['nilknown', 'Nil Known']
      : ['unavailable', 'Unavailable'];
  return { coding: [{ system: reasonCodes, code, display }], text: said[language] };
}

const translated = (text: Words, language: Language) => ({
  extension: languages
    .filter((one) => one !== language)
    .map((other) => ({
      url: translation,
      extension: [
        { url: 'lang', valueCode: other },
        { url: 'content', valueString: text[other] },
      ],
    })),
});

const leftOutOf = (reason: Reason, count: number) => ({
  url: leftOutExtension,
  extension: [
    { url: 'reason', valueCode: reason },
    { url: 'count', valueUnsignedInt: count },
  ],
});

function compositionOf(
  { draft: { chosen }, language, now, id, exclusions }: Writing,
  patient: Fhir,
  entriesOf: ReadonlyMap<SectionName, readonly Fhir[]>,
  names: ReadonlyMap<string, Fhir>,
): Fhir {
  const notes = exclusions.filter(({ holds }) => holds).map(({ says }) => says);
  const written = [...chosen].flatMap(([name, one]) => {
    const row: SectionRow = sections[name];
    const entries = entriesOf.get(name) ?? [];
    if (entries.length === 0 && !row.required && !row.always && one.leftOut.length === 0 && !one.closed) return [];
    return [sectionOf(row, { ...one, entries }, { language, now, names })];
  });
  return {
    resourceType: 'Composition',
    id,
    meta: { profile: [compositionProfile] },
    language,
    text: { status: 'generated', div: headOf(language, now, notes) },
    status: 'preliminary',
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject: { reference: keyOf(patient) },
    date: now.toISOString(),
    author: [{ reference: keyOf(author), display: 'e-Zdrowie' }],
    title: words.title[language],
    _title: translated(words.title, language),
    confidentiality: 'N',
    custodian: { reference: 'Organization/patient-summary-custodian' },
    section: written,
  };
}

/** The text of the whole: what it is, who has checked it, what the law keeps out. */
function headOf(language: Language, now: Date, notes: readonly Words[]): string {
  const order = [language, ...languages.filter((one) => one !== language)];
  const made = now.toISOString().slice(0, 16).replace('T', ' ');
  const parts = order.map((one) => {
    const lines = [`${words.generated[one]}: ${made} UTC. ${words.unsigned[one]}`, words.asRecorded[one]];
    const all = [...lines, ...notes.map((note) => note[one])];
    return `<div lang="${one}" xml:lang="${one}">${all.map((line) => `<p>${escaped(line)}</p>`).join('')}</div>`;
  });
  return `<div xmlns="http://www.w3.org/1999/xhtml">${parts.join('')}</div>`;
}

interface Around {
  readonly language: Language;
  readonly now: Date;
  readonly names: ReadonlyMap<string, Fhir>;
}

function sectionOf(row: SectionRow, chosen: Chosen, around: Around) {
  const { language } = around;
  const { entries, leftOut } = chosen;
  const said = saidOf(chosen);
  return {
    ...(leftOut.length > 0 && { extension: leftOut.map(({ reason, count }) => leftOutOf(reason, count)) }),
    title: row.title[language],
    _title: translated(row.title, language),
    code: { coding: [{ system: 'http://loinc.org', code: row.code, display: row.display }] },
    text: { status: 'generated', div: narrative({ chosen, ...around }) },
    ...(entries.length > 0
      ? { entry: entries.map((one) => ({ reference: keyOf(one) })) }
      : { emptyReason: emptyReason(chosen, said ?? words.nobody, language) }),
  };
}

/** The reason why the section of this LOINC code is empty, of a finished Composition. */
export const emptyReasonOf = (composition: Fhir, loinc: string): string | undefined => {
  const found = list<{ code?: unknown; emptyReason?: { coding?: { code?: string }[] } }>(composition.section).find(
    ({ code }) => hasCode(code, loinc),
  );
  return found?.emptyReason?.coding?.[0]?.code;
};
