/** What a doctor writes in a visit, as it stands in the fields, and the event that it becomes. Pure. */
import type { Coded, Diagnosis, Measurement, NewEvent, Note, Vaccination } from '../../model.ts';

export interface VitalField {
  readonly key: 'systolic' | 'diastolic' | 'pulse' | 'temperature' | 'saturation' | 'weight' | 'height';
  /** LOINC. */
  readonly code: string;
  /** UCUM. */
  readonly unit: string;
  /** Outside of these it is a slip of the finger, not a measurement. */
  readonly least: number;
  readonly most: number;
}

/** Measurements of an ordinary visit. LOINC 2.78; limits are of plausibility, not of health. */
export const vitalFields: readonly VitalField[] = [
  { key: 'systolic', code: '8480-6', unit: 'mm[Hg]', least: 40, most: 300 },
  { key: 'diastolic', code: '8462-4', unit: 'mm[Hg]', least: 20, most: 200 },
  { key: 'pulse', code: '8867-4', unit: '/min', least: 20, most: 300 },
  { key: 'temperature', code: '8310-5', unit: 'Cel', least: 25, most: 45 },
  { key: 'saturation', code: '59408-5', unit: '%', least: 30, most: 100 },
  { key: 'weight', code: '29463-7', unit: 'kg', least: 0.3, most: 400 },
  { key: 'height', code: '8302-2', unit: 'cm', least: 20, most: 260 },
];
/** Names in documents, which speak Polish. */
const vitalNames: Readonly<Record<VitalField['key'], string>> = {
  systolic: 'Ciśnienie skurczowe',
  diastolic: 'Ciśnienie rozkurczowe',
  pulse: 'Tętno',
  temperature: 'Temperatura ciała',
  saturation: 'Saturacja',
  weight: 'Masa ciała',
  height: 'Wzrost',
};

export interface VisitForm {
  /** Number of the event: the same however often it is sent. */
  readonly number: string;
  /** Key of the document in the outbox; a new one after a refusal. */
  readonly key: string;
  readonly kind: string;
  readonly start: string;
  readonly note: Note;
  readonly diagnoses: readonly Diagnosis[];
  readonly procedures: readonly Coded[];
  readonly vitals: Partial<Record<VitalField['key'], string>>;
  readonly vaccinations: readonly Vaccination[];
  /** When it was last changed, ms: the newer of two copies counts. */
  readonly at: number;
}

export const emptyForm = (start: string, newId: () => string): VisitForm => ({
  ...{ number: newId(), key: newId(), kind: '4', start, note: {}, diagnoses: [], procedures: [], vitals: {} },
  ...{ vaccinations: [], at: 0 },
});

export const isEmpty = ({ note, diagnoses, procedures, vitals, vaccinations }: VisitForm): boolean =>
  diagnoses.length + procedures.length + vaccinations.length === 0 &&
  Object.values(note).every((text) => !text?.trim()) &&
  Object.values(vitals).every((text) => !text?.trim());

/** `36,6` → 36.6; undefined for what is no number. */
export const numberOf = (text: string): number | undefined =>
  /^\d{1,4}([.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : undefined;

export type Fault =
  | { readonly field: 'diagnoses' }
  | { readonly field: 'pressure' }
  | { readonly field: VitalField['key']; readonly least: number; readonly most: number }
  | { readonly field: 'vaccination-lot'; readonly at: number };

/** What keeps the visit from being signed. */
export function faultsOf({ diagnoses, vitals, vaccinations }: VisitForm): Fault[] {
  const faults: Fault[] = [];
  if (diagnoses.length === 0) faults.push({ field: 'diagnoses' });
  for (const { key, least, most } of vitalFields) {
    const text = vitals[key]?.trim();
    const value = text ? numberOf(text) : undefined;
    if (text && (value === undefined || value < least || value > most)) faults.push({ field: key, least, most });
  }
  if (Boolean(vitals.systolic?.trim()) !== Boolean(vitals.diastolic?.trim())) faults.push({ field: 'pressure' });
  vaccinations.forEach(({ lot }, at) => {
    if (lot.trim() === '') faults.push({ field: 'vaccination-lot', at });
  });
  return faults;
}

/** The first diagnosis is the main one unless another was made it. */
export function withDiagnosis(form: VisitForm, added: Coded): VisitForm {
  if (form.diagnoses.some(({ code }) => code === added.code)) return form;
  const role = form.diagnoses.length === 0 ? ('main' as const) : ('concurrent' as const);
  return { ...form, diagnoses: [...form.diagnoses, { ...added, role }] };
}

export function withoutDiagnosis(form: VisitForm, code: string): VisitForm {
  const left = form.diagnoses.filter((one) => one.code !== code);
  return left.some(({ role }) => role === 'main')
    ? { ...form, diagnoses: left }
    : withMain({ ...form, diagnoses: left }, left[0]?.code);
}

export const withMain = (form: VisitForm, main: string | undefined): VisitForm => ({
  ...form,
  diagnoses: form.diagnoses.map((one) => ({ ...one, role: one.code === main ? 'main' : 'concurrent' })),
});

/** The event, as it is sent. @param end the instant of the signature */
export function eventOf(form: VisitForm, of: { patient: string; visit: string; end: string }): NewEvent {
  const note = Object.fromEntries(Object.entries(form.note).filter(([, text]) => text?.trim()));
  const measurements = measurementsOf(form.vitals);
  return {
    ...{ number: form.number, patient: of.patient, visit: of.visit, kind: form.kind, start: form.start },
    end: of.end < form.start ? form.start : of.end,
    diagnoses: form.diagnoses,
    ...(form.procedures.length > 0 ? { procedures: form.procedures } : {}),
    ...(measurements.length > 0 ? { measurements } : {}),
    ...(form.vaccinations.length > 0 ? { vaccinations: form.vaccinations } : {}),
    ...(Object.keys(note).length > 0 ? { note } : {}),
  };
}

function measurementsOf(vitals: VisitForm['vitals']): Measurement[] {
  const taken = vitalFields.flatMap(({ key, code, unit }) => {
    const value = numberOf(vitals[key] ?? '');
    return value === undefined ? [] : [{ key, code, name: vitalNames[key], value, unit }];
  });
  const said = ({ code, name, value, unit }: (typeof taken)[number]) => ({ code, name, value, unit });
  const pressure = taken.filter(({ key }) => key === 'systolic' || key === 'diastolic');
  const others = taken.filter((one) => !pressure.includes(one)).map(said);
  if (pressure.length < 2) return others;
  return [{ code: '85354-9', name: 'Ciśnienie tętnicze', parts: pressure.map(said) }, ...others];
}

/** The newer of the copies that were kept; undefined when there is none of this visit. */
export function newest(copies: readonly unknown[]): VisitForm | undefined {
  const forms = copies.filter(isForm);
  return forms.sort((a, b) => b.at - a.at)[0];
}

const isForm = (value: unknown): value is VisitForm =>
  typeof value === 'object' && value !== null && 'number' in value && 'note' in value && 'diagnoses' in value;
