/**
 * A life in care: the body ages, diseases begin, visits follow one another, treatment answers to results. The pace of
 * visits steers the number of entries towards the target that the person was drawn with.
 */
import { type Body, type Burden, live, newBody, reading } from './body.ts';
import { ageOn, workday } from './calendar.ts';
import { Chart, type Visit } from './chart.ts';
import { type Course, type CourseKey, courses } from './data/courses.ts';
import { type MedicineKey, medicines } from './data/medicines.ts';
import { type ClinicKey, clinics } from './data/specialities.ts';
import { type AnalyteKey, type PanelKey, panels } from './data/tests.ts';
import { icd10, type Resource } from './fhir.ts';
import type { Person } from './person.ts';
import { planCourse } from './plans.ts';
import { clinicDoctor } from './providers.ts';
import type { Random } from './random.ts';

export interface ActiveCourse {
  readonly key: CourseKey;
  readonly course: Course;
  readonly onset: number;
  steps: number;
  /** `Condition/…` once it is diagnosed. */
  condition?: string;
}

interface Treatment {
  request: Resource;
  due: number;
  readonly reason: string | undefined;
}

export interface LifeFacts {
  readonly seed: number;
  readonly person: Person;
  readonly random: Random;
  /** The day up to which the story is told (as-of, or death). */
  readonly until: number;
  /** Days between prescriptions of one medicine, at least: ordinary people get one for a year. */
  readonly renewal: number;
  /** Factor on the days between tests: below 1, care is closer than the disease's rule. */
  readonly closeness: number;
}

export class Life {
  readonly chart: Chart;
  readonly person: Person;
  readonly random: Random;
  readonly until: number;
  readonly body: Body;
  readonly courses = new Map<CourseKey, ActiveCourse>();
  readonly burdens = new Map<CourseKey, Burden>();
  readonly treatments = new Map<MedicineKey, Treatment>();
  /** The year of the last seasonal vaccination that was thought of. */
  vaccinatedIn = 0;
  private readonly renewal: number;
  private readonly closeness: number;
  private readonly testDue = new Map<PanelKey, number>();
  /** Share of prescriptions that this person buys. */
  adherence: number;
  private day: number;

  constructor({ seed, person, random, until, renewal, closeness }: LifeFacts, from: number) {
    this.chart = new Chart(seed, person.number, person.sex === 'female');
    this.person = person;
    this.random = random;
    this.until = until;
    this.renewal = renewal;
    this.closeness = closeness;
    this.adherence = 0.8 + random.next() * 0.18;
    this.day = from;
    this.body = newBody(person.sex === 'female', Math.max(18, ageOn(person.birth, from)), random);
  }

  age(day: number): number {
    return ageOn(this.person.birth, day);
  }

  begin(key: CourseKey, onset: number): ActiveCourse {
    const active: ActiveCourse = { key, course: courses[key], onset, steps: 0 };
    this.courses.set(key, active);
    return active;
  }

  /** Lets the body live until that day, in steps of a quarter at most. */
  advance(day: number): void {
    while (this.day < day) {
      const step = Math.min(91, day - this.day);
      this.day += step;
      for (const [key, { onset, steps }] of this.courses) {
        if (onset <= this.day) this.burdens.set(key, { years: (this.day - onset) / 365.2425, steps });
      }
      live(this.body, this.age(this.day), this.burdens, step / 365.2425, this.random);
    }
  }

  /** A visit to a clinic, for a reason; the problem it is about is linked. */
  visit(day: number, clinic: ClinicKey, reason: { icd: string; name: string; condition?: string }): Visit {
    this.advance(day);
    const { place, doctor } = this.person;
    const on = Math.min(workday(day), this.until);
    return this.chart.encounter({
      day: on,
      minutes: 8 * 60 + this.random.int(0, 108) * 5,
      length: 10 + this.random.int(0, 4) * 5,
      kind: 'consultation',
      facility: clinic === 'family' ? this.person.clinic : place.centre,
      doctor: clinic === 'family' ? doctor : clinicDoctor(place, clinic),
      cell: clinics[clinic].name,
      reason: icd10(reason.icd, reason.name),
      ...(reason.condition && { diagnosis: reason.condition }),
    });
  }

  /** The first visit at which a disease is named: problem list, first medicines, first tests. */
  diagnose(active: ActiveCourse, visit: Visit): void {
    const { icd, name, start, tests } = active.course;
    const resource = this.chart.condition({ icd, name, onset: active.onset, kind: 'problem' }, visit);
    active.condition = `Condition/${resource.id}`;
    for (const [panel] of tests) this.test(panel, visit);
    for (const key of start) if (!this.treatments.has(key)) this.prescribe(key, visit, active.condition);
  }

  vitals(visit: Visit): void {
    const { body, random, burdens, chart } = this;
    const age = this.age(visit.day);
    // The body is a grown-up's; children are weighed and measured at their check-ups.
    if (age < 12) {
      chart.observation('temperature', reading('temperature', body, random, burdens), 'vital-signs', visit);
      return;
    }
    chart.bloodPressure(
      Math.round(body.systolic + random.bell(0, 4)),
      Math.round(body.diastolic + random.bell(0, 3)),
      visit,
    );
    const see = (key: 'pulse' | 'weight' | 'saturation' | 'temperature'): void => {
      chart.observation(key, reading(key, body, random, burdens), 'vital-signs', visit);
    };
    see('pulse');
    if (burdens.has('heartFailure') || (age >= 19 && random.chance(0.25))) see('weight');
    if (burdens.has('copd') || burdens.has('asthma')) see('saturation');
  }

  /** A panel of tests with its report; `fixed` gives results that the story demands. */
  test(panel: PanelKey, visit: Visit, fixed: Partial<Record<AnalyteKey, number>> = {}): Resource {
    const { name, analytes, loinc } = panels[panel];
    const kind = panel === 'echo' || panel === 'spirometry' ? 'procedure' : 'laboratory';
    const results = analytes.map((key: AnalyteKey) => {
      const value = fixed[key] ?? reading(key, this.body, this.random, this.burdens);
      return this.chart.observation(key, value, kind, visit, visit.minutes + 5);
    });
    this.testDue.set(panel, visit.day + this.interval(panel));
    return this.chart.report({ name, analytes, loinc }, results, visit);
  }

  /** The shortest of the intervals at which a running disease wants the panel. */
  private interval(panel: PanelKey): number {
    let days = 720;
    for (const { course } of this.courses.values()) {
      for (const [wanted, every] of course.tests) if (wanted === panel && every < days) days = every;
    }
    return Math.max(days * this.closeness, this.renewal > 200 && days > 30 ? 360 : 0);
  }

  /** Tests that are due, as the diseases demand. */
  dueTests(visit: Visit): void {
    for (const { course, condition } of this.courses.values()) {
      if (!condition) continue;
      for (const [panel] of course.tests) if ((this.testDue.get(panel) ?? 0) <= visit.day) this.test(panel, visit);
    }
  }

  prescribe(key: MedicineKey, visit: Visit, reason?: string, bought = this.random.chance(this.adherence)): void {
    const medicine = medicines[key];
    const request = this.chart.prescription(medicine, visit, reason);
    if (bought) {
      const day = Math.min(this.until, visit.day + this.random.int(0, 6));
      this.chart.dispense(request, medicine, day, this.person.place.pharmacy);
    }
    if (medicine.days === 0) return;
    const spread = this.random.int(-5, 5);
    this.treatments.set(key, { request, reason, due: visit.day + Math.max(medicine.days, this.renewal) + spread });
  }

  /** Renews what runs out, adds a step where the goal is missed, stops what the kidneys no longer bear. */
  treat(visit: Visit): void {
    for (const [key, { due, reason }] of [...this.treatments]) {
      if (due <= visit.day) this.prescribe(key, visit, reason);
    }
    for (const active of this.courses.values()) {
      const next = active.course.steps[active.steps];
      if (!next || !active.condition || !this.missesGoal(active.key) || !this.random.chance(0.4)) continue;
      active.steps++;
      if (!this.treatments.has(next)) this.prescribe(next, visit, active.condition);
    }
    if (this.body.egfr < 30 && this.treatments.has('metformin')) this.stop('metformin');
  }

  stop(key: MedicineKey): void {
    const treatment = this.treatments.get(key);
    if (!treatment) return;
    treatment.request.status = 'stopped';
    this.treatments.delete(key);
  }

  private missesGoal(key: CourseKey): boolean {
    const { body } = this;
    if (key === 'hypertension') return body.systolic > 142;
    if (key === 'diabetes') return body.hba1c > 7.4;
    if (key === 'dyslipidaemia' || key === 'ischaemia') return body.ldl > 95;
    if (key === 'copd') return body.lungs < 55;
    return key === 'heartFailure' && body.ejection < 42;
  }

  /** The people who care for somebody with several diseases. */
  private careTeam(): void {
    const { doctor, clinic, place } = this.person;
    const clinicsOf = new Set([...this.courses.values()].filter((c) => c.condition).map(({ course }) => course.clinic));
    clinicsOf.delete('family');
    if (clinicsOf.size < 2) return;
    const member = (role: string, { id, name }: { id: string; name: string }) => ({
      role: [{ text: role }],
      member: { reference: `Practitioner/${id}`, display: name },
    });
    const specialists = [...clinicsOf].map((key) =>
      member(clinics[key].doctor, clinicDoctor(place, key as Exclude<ClinicKey, 'family'>)),
    );
    this.chart.add('team', 'CareTeam', {
      status: 'active',
      name: 'Zespół opieki',
      subject: this.chart.subject(),
      participant: [member('lekarz POZ', doctor), ...specialists],
      managingOrganization: [{ reference: `Organization/${clinic.id}`, display: clinic.name }],
    });
  }

  /** What was agreed for each disease, a quarter before the story ends (or when it was named, if later). */
  private plans(): void {
    const { place, doctor } = this.person;
    for (const { key, condition, course, onset } of this.courses.values()) {
      if (!condition) continue;
      const by = course.clinic === 'family' ? doctor : clinicDoctor(place, course.clinic);
      const day = Math.min(this.until, Math.max(onset, this.until - 91));
      planCourse(this.chart, { key, name: course.name, condition, doctor: by, day });
    }
  }

  /** Ends the story: names the care team and the plans, marks the prescriptions by which the person is treated now. */
  close(): Resource[] {
    if (this.person.death === undefined) {
      this.careTeam();
      this.plans();
    }
    for (const { request, due } of this.treatments.values()) {
      if (this.person.death === undefined && due > this.until - 60) request.status = 'active';
    }
    return this.chart.resources;
  }
}
