/** One patient's resources as they grow: gives ids, keeps order, and builds each kind of entry in its FHIR shape. */
import { codeSystems } from '../polish-identifiers/systems.ts';
import { isoDate, isoInstant } from './calendar.ts';
import type { Medicine } from './data/medicines.ts';
import { type AnalyteKey, type Analyte, analytes, type Panel } from './data/tests.ts';
import { atc, base64, type Concept, concept, hl7, icd9, icd10, loinc, type Resource } from './fhir.ts';
import type { Doctor, Facility } from './providers.ts';
import { deepFreeze } from './fhir.ts';

export type Reference = { reference: string; display?: string };
/** Who, where and when: what an entry made during an encounter takes from it. */
export interface Visit {
  readonly ref: string;
  readonly day: number;
  readonly minutes: number;
  readonly facility: Facility;
  readonly doctor: Doctor;
}

/** Medical event classes of P1 (…11.1.34). */
const eventClasses = {
  stay: concept(codeSystems.eventClass, '1', 'Pobyt na oddziale szpitalnym'),
  consultation: concept(codeSystems.eventClass, '4', 'Porada'),
  patronage: concept(codeSystems.eventClass, '5', 'Porada patronażowa'),
  checkUp: concept(codeSystems.eventClass, '17', 'Bilans zdrowia'),
  vaccination: concept(codeSystems.eventClass, '19', 'Szczepienie'),
} as const;
export type EventClass = keyof typeof eventClasses;

const actCode = (code: string, display: string) =>
  deepFreeze({ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code, display });
const [ambulatory, inpatient] = [actCode('AMB', 'ambulatory'), actCode('IMP', 'inpatient encounter')];
const conditionStatus = {
  active: hl7('condition-clinical', 'active'),
  resolved: hl7('condition-clinical', 'resolved'),
} as const;
const confirmed = hl7('condition-ver-status', 'confirmed');
const conditionKind = {
  problem: [hl7('condition-category', 'problem-list-item')],
  visit: [hl7('condition-category', 'encounter-diagnosis')],
} as const;
const observationKind = {
  laboratory: [hl7('observation-category', 'laboratory')],
  'vital-signs': [hl7('observation-category', 'vital-signs')],
  procedure: [hl7('observation-category', 'procedure')],
} as const;
export type ObservationKind = keyof typeof observationKind;
const flags = {
  H: [hl7('v3-ObservationInterpretation', 'H')],
  L: [hl7('v3-ObservationInterpretation', 'L')],
  N: [hl7('v3-ObservationInterpretation', 'N')],
} as const;
const reportKind = { LAB: [hl7('v2-0074', 'LAB')], OTH: [hl7('v2-0074', 'OTH')] } as const;
const pressure = loinc('85354-9', 'Ciśnienie tętnicze');
const [systolic, diastolic] = [loinc('8480-6', 'Ciśnienie skurczowe'), loinc('8462-4', 'Ciśnienie rozkurczowe')];
const mmHg = { unit: 'mmHg', system: codeSystems.ucum, code: 'mm[Hg]' };

const quantity = (value: number, { shown, unit }: Analyte) => ({
  value,
  unit: shown,
  system: codeSystems.ucum,
  code: unit,
});
const lowOf = (analyte: Analyte, female: boolean): number | undefined =>
  female ? (analyte.lowFemale ?? analyte.low) : analyte.low;

const rangeCache = new Map<string, unknown>();
function rangeOf(key: AnalyteKey, female: boolean): unknown {
  const name = `${key}${female}`;
  let range = rangeCache.get(name);
  if (range === undefined) {
    const analyte: Analyte = analytes[key];
    const [low, high] = [lowOf(analyte, female), analyte.high];
    range =
      low === undefined && high === undefined
        ? null
        : deepFreeze([
            {
              ...(low !== undefined && { low: quantity(low, analyte) }),
              ...(high !== undefined && { high: quantity(high, analyte) }),
            },
          ]);
    rangeCache.set(name, range);
  }
  return range;
}

export class Chart {
  readonly resources: Resource[] = [];
  readonly patient: string;
  private readonly stem: string;
  private readonly female: boolean;

  constructor(seed: number, number: number, female: boolean) {
    this.stem = `${seed}-${number}`;
    this.patient = `p-${this.stem}`;
    this.female = female;
  }

  get size(): number {
    return this.resources.length;
  }

  /** A fresh reference each time: nothing outside may change what another entry says. */
  subject(): Reference {
    return { reference: `Patient/${this.patient}` };
  }

  add(prefix: string, resourceType: string, elements: Record<string, unknown>): Resource {
    const resource: Resource = {
      resourceType,
      id: `${prefix}-${this.stem}-${this.resources.length + 1}`,
      ...elements,
    };
    this.resources.push(resource);
    return resource;
  }

  encounter(
    at: Omit<Visit, 'ref'> & { kind: EventClass; length: number; reason: Concept; diagnosis?: string; cell?: string },
  ): Visit {
    const { day, minutes, facility, doctor } = at;
    const stay = at.kind === 'stay';
    const resource = this.add('enc', 'Encounter', {
      identifier: [{ system: facility.systems.medicalEvent, value: `${this.stem}-${this.resources.length + 1}` }],
      status: 'finished',
      class: stay ? inpatient : ambulatory,
      type: [eventClasses[at.kind]],
      ...(at.cell && { serviceType: { text: at.cell } }),
      subject: this.subject(),
      participant: [{ individual: { reference: `Practitioner/${doctor.id}`, display: doctor.name } }],
      period: { start: isoInstant(day, minutes), end: isoInstant(day, minutes + at.length) },
      reasonCode: [at.reason],
      ...(at.diagnosis && { diagnosis: [{ condition: { reference: at.diagnosis } }] }),
      serviceProvider: { reference: `Organization/${facility.id}`, display: facility.name },
    });
    return { ref: `Encounter/${resource.id}`, day, minutes, facility, doctor };
  }

  condition(
    of: { icd: string; name: string; onset: number; ended?: number | undefined; kind: 'problem' | 'visit' },
    visit?: Visit,
  ): Resource {
    return this.add('con', 'Condition', {
      clinicalStatus: conditionStatus[of.ended === undefined ? 'active' : 'resolved'],
      verificationStatus: confirmed,
      category: conditionKind[of.kind],
      code: icd10(of.icd, of.name),
      subject: this.subject(),
      ...(visit && { encounter: { reference: visit.ref } }),
      onsetDateTime: isoDate(of.onset),
      ...(of.ended !== undefined && { abatementDateTime: isoDate(of.ended) }),
      recordedDate: isoDate(visit?.day ?? of.onset),
      ...(visit && { recorder: { reference: `Practitioner/${visit.doctor.id}`, display: visit.doctor.name } }),
    });
  }

  observation(key: AnalyteKey, value: number, kind: ObservationKind, visit: Visit, minutes = visit.minutes): Resource {
    const analyte: Analyte = analytes[key];
    const range = rangeOf(key, this.female);
    const low = lowOf(analyte, this.female);
    const flag =
      low !== undefined && value < low ? 'L' : analyte.high !== undefined && value > analyte.high ? 'H' : 'N';
    return this.add('obs', 'Observation', {
      status: 'final',
      category: observationKind[kind],
      code: loinc(analyte.loinc, analyte.name),
      subject: this.subject(),
      encounter: { reference: visit.ref },
      effectiveDateTime: isoInstant(visit.day, minutes),
      performer: [{ reference: `Organization/${visit.facility.id}` }],
      valueQuantity: quantity(value, analyte),
      ...(range !== null && { interpretation: flags[flag], referenceRange: range }),
    });
  }

  bloodPressure(upper: number, lower: number, visit: Visit): Resource {
    return this.add('obs', 'Observation', {
      status: 'final',
      category: observationKind['vital-signs'],
      code: pressure,
      subject: this.subject(),
      encounter: { reference: visit.ref },
      effectiveDateTime: isoInstant(visit.day, visit.minutes),
      performer: [{ reference: `Practitioner/${visit.doctor.id}` }],
      interpretation: flags[upper >= 140 || lower >= 90 ? 'H' : upper < 90 ? 'L' : 'N'],
      component: [
        { code: systolic, valueQuantity: { value: upper, ...mmHg } },
        { code: diastolic, valueQuantity: { value: lower, ...mmHg } },
      ],
    });
  }

  report(panel: Panel, results: readonly Resource[], visit: Visit, conclusion?: string): Resource {
    return this.add('rep', 'DiagnosticReport', {
      status: 'final',
      category: reportKind[panel.loinc === '34552-0' || panel.loinc === '81459-0' ? 'OTH' : 'LAB'],
      code: loinc(panel.loinc, panel.name),
      subject: this.subject(),
      encounter: { reference: visit.ref },
      effectiveDateTime: isoInstant(visit.day, visit.minutes),
      issued: isoInstant(visit.day, visit.minutes + 240),
      performer: [{ reference: `Organization/${visit.facility.id}`, display: visit.facility.name }],
      result: results.map(({ id }) => ({ reference: `Observation/${id}` })),
      ...(conclusion && { conclusion }),
    });
  }

  prescription(medicine: Medicine, visit: Visit, reason?: string): Resource {
    const number = `${visit.day}${String(this.resources.length).padStart(6, '0')}`.padEnd(22, '7');
    return this.add('rx', 'MedicationRequest', {
      identifier: [{ system: visit.facility.systems.prescription, value: number }],
      status: 'completed',
      intent: 'order',
      medicationCodeableConcept: atc(medicine.atc, medicine.name),
      subject: this.subject(),
      encounter: { reference: visit.ref },
      authoredOn: isoInstant(visit.day, visit.minutes + 10),
      requester: { reference: `Practitioner/${visit.doctor.id}`, display: visit.doctor.name },
      ...(reason && { reasonReference: [{ reference: reason }] }),
      dosageInstruction: [{ text: medicine.dosage }],
      dispenseRequest: {
        validityPeriod: { start: isoDate(visit.day), end: isoDate(visit.day + (medicine.days ? 365 : 30)) },
        quantity: { value: medicine.packs, unit: 'opak.' },
        ...(medicine.days && {
          expectedSupplyDuration: { value: medicine.days, unit: 'dni', system: codeSystems.ucum, code: 'd' },
        }),
      },
    });
  }

  dispense(request: Resource, medicine: Medicine, day: number, pharmacy: { id: string; name: string }): Resource {
    return this.add('disp', 'MedicationDispense', {
      status: 'completed',
      medicationCodeableConcept: atc(medicine.atc, medicine.name),
      subject: this.subject(),
      performer: [{ actor: { reference: `Organization/${pharmacy.id}`, display: pharmacy.name } }],
      authorizingPrescription: [{ reference: `MedicationRequest/${request.id}` }],
      quantity: { value: medicine.packs, unit: 'opak.' },
      whenHandedOver: isoInstant(day, 15 * 60 + (day % 180)),
      dosageInstruction: [{ text: medicine.dosage }],
    });
  }

  immunization(vaccine: { atc: string; name: string }, dose: number, visit: Visit): Resource {
    return this.add('imm', 'Immunization', {
      status: 'completed',
      vaccineCode: atc(vaccine.atc, vaccine.name),
      patient: this.subject(),
      encounter: { reference: visit.ref },
      occurrenceDateTime: isoDate(visit.day),
      primarySource: true,
      lotNumber: `PL${visit.day}${dose}`,
      performer: [{ actor: { reference: `Practitioner/${visit.doctor.id}`, display: visit.doctor.name } }],
      protocolApplied: [{ doseNumberPositiveInt: dose }],
    });
  }

  procedure(of: { code: string; name: string }, visit: Visit, day = visit.day): Resource {
    return this.add('proc', 'Procedure', {
      status: 'completed',
      code: icd9(of.code, of.name),
      subject: this.subject(),
      encounter: { reference: visit.ref },
      performedDateTime: isoInstant(day, visit.minutes + 30),
      performer: [{ actor: { reference: `Practitioner/${visit.doctor.id}`, display: visit.doctor.name } }],
    });
  }

  document(of: { code: string; name: string; title: string; text: string }, visit: Visit, day = visit.day): Resource {
    const at = isoInstant(day, visit.minutes + 120);
    return this.add('doc', 'DocumentReference', {
      status: 'current',
      docStatus: 'final',
      type: loinc(of.code, of.name),
      subject: this.subject(),
      date: at,
      author: [{ reference: `Practitioner/${visit.doctor.id}`, display: visit.doctor.name }],
      custodian: { reference: `Organization/${visit.facility.id}`, display: visit.facility.name },
      content: [
        {
          attachment: {
            contentType: 'text/plain; charset=utf-8',
            language: 'pl',
            data: base64(of.text),
            title: of.title,
            creation: at,
          },
        },
      ],
      context: { encounter: [{ reference: visit.ref }], period: { start: isoInstant(visit.day, visit.minutes) } },
    });
  }
}
