/** The signed document of a package of prescriptions: each a CDA document of its own, signed by whoever issues. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Call, decidedBy } from '#core/access/actor.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Profession } from '#libs/cda/codes.ts';
import { oidOf } from '#libs/cda/codes.ts';
import { el, text } from '#libs/cda/markup.ts';
import type { Address, DocumentAuthor, DocumentPatient, Identifier, Name, Quantity } from '#libs/cda/model.ts';
import type { PrescriptionDocument } from '#libs/cda/model.ts';
import { writePrescription } from '#libs/cda/prescription.ts';
import { dayOf } from '#libs/cda/times.ts';
import { identifierSystems } from '#libs/polish-identifiers/systems.ts';
import type { Documents, Medicine, Prescription, PrescriptionPackage } from '#systems/care/e-prescription/index.ts';

interface Needs {
  readonly record: FhirRecord;
  readonly runtime: Runtime;
  /** Signs as the caller (systems/oversight/signing-certificates). */
  readonly signDocument: (call: Call, xml: string) => Promise<string>;
}

/** Namespace of the file in which the documents of one package lie. */
export const packageNamespace = 'urn:ezdrowie:pakiet-recept:v1';

/** Documents that were brought, signed elsewhere, for the package that is now issued. */
const brought = new AsyncLocalStorage<readonly string[]>();

/** Whatever is issued within `work` carries these documents; none is made. */
export const bringing = <T>(documents: readonly string[], work: () => Promise<T>): Promise<T> =>
  brought.run(documents, work);

/** Practitioners and facilities change seldom, ms. */
const believedFor = 60_000;
const mostBelieved = 5_000;

export function prescriptionDocuments({ record, runtime, signDocument }: Needs): Documents {
  const known = new Map<string, { readonly resource: Resource | undefined; readonly until: number }>();
  const read = async (call: Call, type: string, id: string): Promise<Resource | undefined> => {
    try {
      return JSON.parse((await record.read(decidedBy(call, 'e-prescription'), type, id)).content) as Resource;
    } catch (error) {
      if (error instanceof Refusal && (error.kind === 'not-found' || error.kind === 'gone')) return undefined;
      throw error;
    }
  };
  const remembered = async (call: Call, type: string, id: string): Promise<Resource | undefined> => {
    const now = runtime.now().getTime();
    const kept = known.get(`${type}/${id}`);
    if (kept && kept.until > now) return kept.resource;
    const resource = await read(call, type, id);
    known.delete(`${type}/${id}`);
    if (known.size >= mostBelieved) known.delete(known.keys().next().value as string);
    known.set(`${type}/${id}`, { resource, until: now + believedFor });
    return resource;
  };
  return {
    async sign(call, unsigned) {
      const given = brought.getStore();
      if (given) return given;
      const [patient, practitioner, facility] = await Promise.all([
        read(call, 'Patient', unsigned.patient.id),
        remembered(call, 'Practitioner', unsigned.issuer.practitioner),
        unsigned.facility ? remembered(call, 'Organization', unsigned.facility.id) : undefined,
      ]);
      const people = {
        patient: patientOf(unsigned, patient),
        author: authorOf(unsigned, practitioner, facility),
      };
      const signed: string[] = [];
      for (const one of unsigned.prescriptions) {
        signed.push(await signDocument(call, writePrescription(documentOf(unsigned, one, people))));
      }
      return signed;
    },
    fileOf: packageOf,
  };
}

/** The documents of a package in one file, each as it was signed. */
const packageOf = (signed: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${el(
    'pakietRecept',
    { xmlns: packageNamespace },
    signed.map((xml, index) =>
      el(
        'recepta',
        {},
        el('identyfikatorDokumentuWPakiecie', {}, text(String(index + 1))),
        el('tresc', {}, text(Buffer.from(xml).toString('base64'))),
      ),
    ),
  )}`;

type People = Pick<PrescriptionDocument, 'patient' | 'author'>;

function documentOf(unsigned: PrescriptionPackage, one: Prescription, people: People): PrescriptionDocument {
  const { medicine, from, until, entitlement, refundLevel } = one;
  const root = oidOf(one.number.system);
  const issuedAt = new Date(unsigned.issued);
  return {
    ...{ kind: 'prescription', version: 1, ...people },
    // A time stamp of HL7 has whole seconds.
    issuedAt: new Date(Math.floor(issuedAt.getTime() / 1000) * 1000),
    id: { root, extension: one.number.value },
    setId: { root: root.replace(/\.2\.1$/, '.2.2'), extension: one.number.value },
    ...{
      availability: medicine.category,
      drugKind: medicine.kind,
      issueMode: issueModeOf(people.author),
      fillMode: 'Z',
    },
    prescriptionKind: unsigned.kind,
    medicine: medicineOf(medicine),
    quantity: { value: String(one.quantity) },
    dosage: dosageOf(one),
    ...(from > dayOf(issuedAt) && { fillFrom: from }),
    ...(one.annual && { fillUntil: until }),
    refund: { level: refundLevel, ...(unsigned.payer && { payer: unsigned.payer }) },
    entitlements: entitlement ? [{ code: entitlement }] : [],
    substitutionAllowed: !one.noSubstitution,
    ...(one.forPharmacist && { noteToPharmacist: one.forPharmacist }),
  };
}

/** P: a nurse or midwife of their own right. TWREC, domain/poland.md 4.1 */
const issueModeOf = ({ profession }: DocumentAuthor): 'Z' | 'P' =>
  profession === 'PIEL' || profession === 'POL' ? 'P' : 'Z';

/** Units of people are no codes: they stand in braces, as UCUM has annotations. */
function quantityOf({ value, unit }: { readonly value: number; readonly unit: string }): Quantity {
  const isCode = /^(mg|g|ml|mL|ug|\[iU\]|%)$/.test(unit);
  return { value: String(value), unit: isCode ? unit : `{${unit.replaceAll(/[\s{}]+/g, '_')}}` };
}

function dosageOf({ dosage, dosageWords }: Prescription): PrescriptionDocument['dosage'] {
  if (!dosage) return { text: dosageWords ?? '' };
  const { amount, times, everyDays = 1, days } = dosage;
  const hours = Math.round(((everyDays * 24) / times) * 1000) / 1000;
  return {
    text: dosageWords ?? '',
    dose: quantityOf(amount),
    ...(dosage.asNeeded ? {} : { period: { value: String(hours), unit: 'h' } }),
    ...(days === undefined ? {} : { duration: { value: String(days), unit: 'd' } }),
  };
}

function medicineOf(medicine: Medicine): PrescriptionDocument['medicine'] {
  const { name, product, gtin, kind, ingredients = [], substance, form, amount, preparation } = medicine;
  const listed = ingredients.map(({ name, amount }) => ({
    name,
    ...(amount && { amount: { numerator: quantityOf(amount), denominator: { value: '1' } } }),
  }));
  const words = [
    ...ingredients.map((one) => `${one.name} ${one.amount ? `${one.amount.value} ${one.amount.unit}` : 'q.s.'}`),
    ...(preparation ? [preparation] : []),
    ...(amount ? [`${amount.value} ${amount.unit}`] : []),
  ];
  return {
    name,
    ...(product && { code: product }),
    ...(gtin && { package: { gtin, name: medicine.package ? `${name} ${medicine.package}` : name } }),
    ingredients: kind === 'R' ? listed : substance ? [{ name: substance }] : [],
    ...(kind === 'R' && { recipe: { text: words.join('\n'), ...(form && { form: { code: form, name: form } }) } }),
  };
}

interface HumanName {
  readonly use?: string;
  readonly family?: string;
  readonly given?: readonly string[];
  readonly prefix?: readonly string[];
}
interface Postal {
  readonly line?: readonly string[];
  readonly city?: string;
  readonly postalCode?: string;
}
interface Described extends Resource {
  readonly name?: string | readonly HumanName[];
  readonly address?: readonly Postal[];
  readonly telecom?: readonly { readonly system?: string; readonly value?: string }[];
  readonly identifier?: readonly { readonly system?: string; readonly value?: string }[];
  readonly gender?: string;
  readonly birthDate?: string;
}

/** A name in its parts; where the record has only words, all but the last are given names. */
function nameOf(resource: Described | undefined, words: string): Name {
  const names = Array.isArray(resource?.name) ? (resource.name as readonly HumanName[]) : [];
  const { family, given, prefix } = names.find(({ use }) => use === 'official') ?? names[0] ?? {};
  const parts = words.split(' ').filter((part) => part !== '');
  return {
    ...(prefix?.[0] && { prefix: prefix.join(' ') }),
    given: given && given.length > 0 ? given : parts.slice(0, -1),
    family: family ?? parts.at(-1) ?? '',
  };
}

function addressOf({ address: [first] = [] }: Described): Address | undefined {
  if (!first?.city) return undefined;
  const street = first.line?.join(', ');
  return {
    city: first.city,
    ...(first.postalCode && { postalCode: first.postalCode }),
    ...(street && { street }),
  };
}

const phoneOf = ({ telecom = [] }: Described): string | undefined =>
  telecom.find(({ system }) => system === 'phone')?.value;

const sexes: Readonly<Record<string, 'F' | 'M'>> = { female: 'F', male: 'M' };

function patientOf({ patient }: PrescriptionPackage, resource: Resource | undefined): DocumentPatient {
  const described = (resource ?? { resourceType: 'Patient' }) as Described;
  const pesel = described.identifier?.find(({ system }) => system === identifierSystems.pesel)?.value ?? patient.pesel;
  const [other] = described.identifier ?? [];
  const sex = sexes[described.gender ?? ''];
  const address = addressOf(described);
  const id: Identifier = pesel
    ? { root: oidOf(identifierSystems.pesel), extension: pesel }
    : { root: oidOf(other?.system ?? identifierSystems.localPatient), extension: other?.value ?? patient.id };
  return {
    id,
    name: nameOf(described, patient.name),
    ...(sex && { sex }),
    birthDate: described.birthDate ?? patient.birthDate ?? '',
    ...(address && { address }),
  };
}

const books = [identifierSystems.rpwdlCell, identifierSystems.rpwdlUnit, identifierSystems.rpwdlBook] as const;

function authorOf(
  { issuer, kind, facility }: PrescriptionPackage,
  practitioner: Resource | undefined,
  organisation: Resource | undefined,
): DocumentAuthor {
  const person = practitioner as Described | undefined;
  const place = organisation as Described | undefined;
  const npwz = issuer.npwz ?? '';
  const letter = npwz.at(-1);
  const profession: Profession = letter === 'P' ? 'PIEL' : letter === 'A' ? 'POL' : 'LEK';
  const root = oidOf(profession === 'LEK' ? identifierSystems.npwzDoctor : identifierSystems.npwzNurse);
  const isPersonal = kind !== 'ZW';
  const address = person && addressOf(person);
  const phone = person && phoneOf(person);
  const placeAddress = place && addressOf(place);
  const placePhone = place && phoneOf(place);
  const number = books
    .map((system) => place?.identifier?.find((one) => one.system === system))
    .find((one) => one?.value !== undefined);
  const id = number?.system && number.value ? { root: oidOf(number.system), extension: number.value } : undefined;
  const regon14 = place?.identifier?.find(({ system }) => system === identifierSystems.regon14)?.value;
  return {
    id: { root, extension: npwz },
    profession,
    name: nameOf(person, issuer.name),
    ...(isPersonal && address && { address }),
    ...(isPersonal && phone && { phone }),
    ...(!isPersonal &&
      facility && {
        workplace: {
          id: id ?? { root: oidOf(identifierSystems.rpwdlBook), extension: facility.id },
          name: facility.name,
          ...(placePhone && { phone: placePhone }),
          ...(placeAddress && { address: placeAddress }),
          ...(regon14 && { regon14 }),
        },
      }),
  };
}
