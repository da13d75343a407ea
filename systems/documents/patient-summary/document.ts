/** The summary as a FHIR document, from what was chosen. https://hl7.org/fhir/R4/documents.html Pure. */
import type { Curated } from './curation.ts';
import { type Exclusion, excluded } from './exclusions.ts';
import type { Facts } from './facts.ts';
import { fit, sharedOf } from './fit.ts';
import { mend } from './mend.ts';
import { type Chosen, type Fhir, type Language, languages, type Reason, type Words } from './model.ts';
import { escaped, narrative, saidOf } from './narrative.ts';
import { compared, keyOf, list } from './reading.ts';
import { type SectionName, sections, type SectionRow } from './sections.ts';
import { words } from './words.ts';

export const compositionProfile = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Composition-uv-ips';
const bundleProfile = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips';
export const leftOutExtension = 'https://ezdrowie.gov.pl/fhir/StructureDefinition/summary-left-out';
const translation = 'http://hl7.org/fhir/StructureDefinition/translation';

/** Who signs what they have checked. */
export interface Signatory {
  readonly practitioner: string;
  readonly name: string;
  readonly facility?: string;
  readonly facilityName?: string;
}

/** Type → ids of the people, institutions and medicines that the entries, the patient and the signature refer to. */
export function wantedBy(facts: Facts, { chosen }: Curated, base: string, by?: Signatory): Map<string, Set<string>> {
  const patients = facts.get('Patient')?.resources ?? [];
  const wanted = sharedOf([...patients, ...[...chosen.values()].flatMap(({ entries }) => entries)], base);
  const want = (type: string, id: string) => wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
  if (by) want('Practitioner', by.practitioner);
  if (by?.facility) want('Organization', by.facility);
  return wanted;
}

export interface Writing {
  readonly facts: Facts;
  readonly curated: Curated;
  /** People, institutions and medicines that were found. */
  readonly shared: readonly Fhir[];
  readonly exclusions: readonly Exclusion[];
  readonly base: string;
  readonly language: Language;
  readonly now: Date;
  /** UUID of this document. */
  readonly id: string;
  readonly custodian: Custodian;
  readonly signatory?: Signatory;
  /** UUID of the signed summary that this one takes the place of. */
  readonly replaces?: string;
}

export interface Custodian {
  readonly name: string;
}

/** A document Bundle that is valid by Bundle-uv-ips: the same facts are always written in the same order. */
export function document(writing: Writing): Fhir {
  const { base, now, id, language, exclusions } = writing;
  const { patient, entriesOf, shared, things } = gathered(writing);
  const inside = new Set(things.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const kept = keptOut(writing);
  const composition = compositionOf(writing, patient, entriesOf, new Map(shared.map((one) => [keyOf(one), one])));
  const entries = [composition, ...things.map((one) => mend(fit(one, { base, inside, kept, exclusions })))];
  return {
    resourceType: 'Bundle',
    id,
    meta: { profile: [bundleProfile] },
    language,
    identifier: identifierOf(id),
    type: 'document',
    timestamp: now.toISOString(),
    entry: entries.map((resource) => ({ fullUrl: `${base}/${keyOf(resource)}`, resource })),
  };
}

/** `Type/id` of what the law keeps out and of lines that the physician left out. */
function keptOut({ facts, curated, exclusions }: Writing): ReadonlySet<string> {
  const all = [...facts.values()].flatMap(({ resources }) => resources);
  return new Set([...curated.hidden, ...all.filter((one) => excluded(exclusions, one)).map(keyOf)]);
}

/** All that stands in the document: the patient, the entries of sections in their order, then what these refer to. */
function gathered({ facts, curated: { chosen }, shared, custodian, signatory }: Writing) {
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
  const supporting = [
    ...shared,
    ...devices,
    ...(signatory ? [] : [author]),
    ...(signatory && !shared.some((one) => keyOf(one) === `Practitioner/${signatory.practitioner}`)
      ? [practitionerOf(signatory)]
      : []),
    custodianOf(custodian),
  ].sort((one, other) => compared(keyOf(one), keyOf(other)));
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

const practitionerOf = ({ practitioner, name }: Signatory): Fhir => ({
  ...{ resourceType: 'Practitioner', id: practitioner, name: [{ text: name }] },
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
  writing: Writing,
  patient: Fhir,
  entriesOf: ReadonlyMap<SectionName, readonly Fhir[]>,
  names: ReadonlyMap<string, Fhir>,
): Fhir {
  const { curated, language, now, id, signatory, replaces } = writing;
  const { chosen, confirmed } = curated;
  const written = [...chosen].flatMap(([name, one]) => {
    const row: SectionRow = sections[name];
    const entries = entriesOf.get(name) ?? [];
    if (entries.length === 0 && !row.required && !row.always && one.leftOut.length === 0 && !one.closed) return [];
    return [sectionOf(row, { ...one, entries }, { language, now, names, confirmed })];
  });
  return {
    resourceType: 'Composition',
    id,
    meta: { profile: [compositionProfile] },
    language,
    text: { status: 'generated', div: headOf(writing) },
    status: signatory ? 'final' : 'preliminary',
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject: { reference: keyOf(patient) },
    date: now.toISOString(),
    author: [signatory ? partyOf(signatory) : { reference: keyOf(author), display: 'e-Zdrowie' }],
    title: words.title[language],
    _title: translated(words.title, language),
    confidentiality: 'N',
    ...(signatory && { attester: [{ mode: 'legal', time: now.toISOString(), party: partyOf(signatory) }] }),
    custodian: { reference: 'Organization/patient-summary-custodian' },
    ...(replaces && { relatesTo: [{ code: 'replaces', targetIdentifier: identifierOf(replaces) }] }),
    section: [...written, ...(curated.comment ? [commentOf(curated.comment, language)] : [])],
  };
}

const partyOf = ({ practitioner, name }: Signatory) => ({ reference: `Practitioner/${practitioner}`, display: name });
const identifierOf = (id: string) => ({ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` });

/** The physician's words, as they wrote them. */
const commentOf = (comment: string, language: Language) => ({
  title: words.comment[language],
  _title: translated(words.comment, language),
  code: {
    coding: [{ system: 'http://loinc.org', code: '48767-8', display: 'Annotation comment [Interpretation] Narrative' }],
  },
  text: {
    status: 'additional',
    div: `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs(comment.split(/\n+/))}</div>`,
  },
});

const paragraphs = (lines: readonly string[]): string => lines.map((line) => `<p>${escaped(line)}</p>`).join('');

/** The text of the whole: what it is, who has checked it, what the law keeps out. */
function headOf({ language, now, signatory, curated, exclusions }: Writing): string {
  const order = [language, ...languages.filter((one) => one !== language)];
  const made = `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const parts = order.map((one) => {
    const { name, facilityName } = signatory ?? {};
    const who = [name, facilityName, made].filter(Boolean).join(', ');
    const lines = [
      signatory ? `${words.signed[one]}: ${who}.` : `${words.generated[one]}: ${made}. ${words.unsigned[one]}`,
      words.asRecorded[one],
      ...exclusions.filter(({ holds }) => holds).map(({ says }) => says[one]),
      ...(curated.reasons.length > 0 ? [`${words.hidden[one]}: ${curated.reasons.join('; ')}.`] : []),
    ];
    return `<div lang="${one}" xml:lang="${one}">${paragraphs(lines)}</div>`;
  });
  return `<div xmlns="http://www.w3.org/1999/xhtml">${parts.join('')}</div>`;
}

interface Around {
  readonly language: Language;
  readonly now: Date;
  readonly names: ReadonlyMap<string, Fhir>;
  readonly confirmed: ReadonlySet<string>;
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
