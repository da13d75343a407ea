/**
 * What somebody who saves a life needs of a summary, in a fixed order, from the document that `$summary` answers: so
 * the same exclusions hold (exclusions.ts), and nothing is asked twice. Pure. Not for clinical use until validated.
 */
import type { Fhir, Reference } from './model.ts';
import { codingsOf, dateOf, list, wordsOf } from './reading.ts';
import { sections } from './sections.ts';
import { conceptOf, entriesOf, type Line, lineOf, type Opened, sectionShown, type State, valueOf } from './shown.ts';

/**
 * Medicines that change what is done in the first minutes, by ATC (WHO Collaborating Centre, 2026 index). Chosen by the
 * Patient Summary product owner on 2026-11-26, not for clinical use until a physician has validated the list.
 */
export const medicineGroups = [
  { name: 'anticoagulants', atc: 'B01A' },
  { name: 'insulins', atc: 'A10A' },
  { name: 'antiepileptics', atc: 'N03' },
  { name: 'immunosuppressants', atc: 'L04' },
  { name: 'opioids', atc: 'N02A' },
] as const;
/** `uncoded`: without an ATC code nobody can say whether it matters; before `others` for that reason. */
export type MedicineGroup = (typeof medicineGroups)[number]['name'] | 'uncoded' | 'others';
export const groupOrder: readonly MedicineGroup[] = [...medicineGroups.map(({ name }) => name), 'uncoded', 'others'];

export interface Medicine extends Line {
  readonly group: MedicineGroup;
}

export interface BloodGroup extends Line {
  /** Who determined it; undefined when nobody said. */
  readonly source?: string;
}

export interface Contact {
  readonly name?: string;
  readonly relationship?: string;
  readonly phones: readonly string[];
}

export interface Part<Row> {
  readonly state: State;
  readonly lines: readonly Row[];
  /** Of what the record has, so much does not stand here: beyond what is listed or read. */
  readonly more: number;
  /** It was stated that there is none, yet there are lines. */
  readonly contradiction: boolean;
}

/** The parts in the order in which they are read; every one is always there. */
export const partNames = [
  ...(['allergies', 'alerts', 'medicines', 'conditions', 'devices'] as const),
  ...(['bloodGroup', 'contacts', 'directives'] as const),
] as const;
export type PartName = (typeof partNames)[number];

export interface Emergency {
  readonly allergies: Part<Line>;
  readonly alerts: Part<Line>;
  readonly medicines: Part<Medicine>;
  readonly conditions: Part<Line>;
  readonly devices: Part<Line>;
  /** `differs`: determinations contradict each other. */
  readonly bloodGroup: Part<BloodGroup> & { readonly differs: boolean };
  readonly contacts: Part<Contact>;
  readonly directives: Part<Line>;
}

export function emergencyOf(document: Opened): Emergency {
  return {
    allergies: partOf(document, sections.allergies.code, lineOf),
    alerts: partOf(document, sections.alerts.code, lineOf),
    medicines: medicinesOf(document),
    conditions: partOf(document, sections.problems.code, lineOf),
    devices: partOf(document, sections.devices.code, lineOf),
    bloodGroup: bloodGroupOf(document),
    contacts: contactsOf(document),
    directives: partOf(document, sections.advanceDirectives.code, lineOf),
  };
}

function partOf<Row>(document: Opened, loinc: string, row: (one: Fhir, look: Opened['look']) => Row): Part<Row> {
  const { state, lines, leftOut, contradiction } = sectionShown(document, loinc);
  const rows = entriesOf(document, loinc).map((one) => row(one, document.look));
  const untold = leftOut.filter(({ reason }) => reason === 'over' || reason === 'unread');
  // Lines that lead nowhere are counted too: something is there that cannot be read.
  const more = untold.reduce((sum, { count }) => sum + count, lines.length - rows.length);
  return { state, lines: rows, more, contradiction };
}

const atcSystems = ['http://www.whocc.no/atc', 'urn:oid:2.16.840.1.113883.6.73'];

function groupOf(concept: unknown): MedicineGroup {
  const codes = codingsOf(concept).flatMap(({ system = '', code }) =>
    code && atcSystems.includes(system) ? [code.toUpperCase()] : [],
  );
  if (codes.length === 0) return 'uncoded';
  return medicineGroups.find(({ atc }) => codes.some((code) => code.startsWith(atc)))?.name ?? 'others';
}

function medicinesOf(document: Opened): Part<Medicine> {
  const part = partOf(document, sections.medications.code, (one, look): Medicine => {
    const own = groupOf(one.medicationCodeableConcept);
    const group = own === 'uncoded' ? groupOf(conceptOf(one, look)) : own;
    return { ...lineOf(one, look), group };
  });
  const rank = ({ group }: Medicine) => groupOrder.indexOf(group);
  // What is no longer taken comes last, whatever it is: high up a stopped insulin is read as one in use.
  const over = ({ codes }: Medicine) => Number(codes.length > 0);
  const lines = [...part.lines].sort((one, other) => over(one) - over(other) || rank(one) - rank(other));
  return { ...part, lines };
}

function bloodGroupOf(document: Opened): Emergency['bloodGroup'] {
  const part = partOf(document, sections.bloodGroup.code, (one, look): BloodGroup => {
    const source = list<Reference>(one.performer).flatMap((performer) => nameOf(performer, look) ?? [])[0];
    return { ...lineOf(one, look), what: valueOf(one) ?? '–', details: [], ...(source ? { source } : {}) };
  });
  const said = new Map<string, Set<string>>();
  for (const one of entriesOf(document, sections.bloodGroup.code)) {
    const kind = codingsOf(one.code)[0]?.code ?? '';
    said.set(
      kind,
      (said.get(kind) ?? new Set()).add(codingsOf(one.valueCodeableConcept)[0]?.code ?? valueOf(one) ?? ''),
    );
  }
  return { ...part, differs: [...said.values()].some((values) => values.size > 1) };
}

function nameOf(reference: Reference, look: Opened['look']): string | undefined {
  const { name } = (look(reference) ?? {}) as { name?: unknown };
  return (typeof name === 'string' ? name : humanName(list(name)[0])) ?? reference.display;
}

export function humanName(value: unknown): string | undefined {
  const { text, given, family } = (value ?? {}) as { text?: string; given?: unknown; family?: string };
  return text ?? ([...list<string>(given), family].filter(Boolean).join(' ') || undefined);
}

interface PatientContact {
  readonly name?: unknown;
  readonly relationship?: unknown;
  readonly telecom?: unknown;
}

/** Contacts and guardians stand with the patient (document.ts). */
function contactsOf({ patient }: Opened): Part<Contact> {
  const lines = list<PatientContact>(patient?.contact).map(({ name, relationship, telecom }): Contact => {
    const [called, related] = [humanName(name), list(relationship).flatMap((one) => wordsOf(one) ?? [])[0]];
    const phones = list<{ system?: string; value?: string }>(telecom).flatMap(({ system, value }) =>
      value && system !== 'email' && system !== 'url' ? [value] : [],
    );
    return { phones, ...(called && { name: called }), ...(related && { relationship: related }) };
  });
  return { state: lines.length > 0 ? 'entries' : 'nobody-recorded', lines, more: 0, contradiction: false };
}

/** The day as of which the document speaks. */
export const madeOn = ({ composition }: Opened): string | undefined => dateOf(composition);
