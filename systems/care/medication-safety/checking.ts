/** A check whole: which set holds, what the medicines are, what the patient takes and has, and what follows. */
import type { Call } from '#core/access/actor.ts';
import type { Tx } from '#core/db/database.ts';
import type { Record as FhirRecord, Resource } from '#core/record/record.ts';
import { polishDay } from '#core/registers/days.ts';
import { latestEdition } from '#core/registers/editions.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { type Judge, judgeOf, kindsFor, type Question, unknownOf, warningsOf } from './engine.ts';
import { believed, egfrCodes, patientFacts, pregnancyCode, takenOf, uncodedAllergies } from './facts.ts';
import { type Asked, type Medicine, register, type RuleKind, type SafetyReply, type Warning } from './model.ts';
import type { Products } from './ports.ts';
import { ruleStore } from './store.ts';

export interface CheckNeeds {
  readonly record: Pick<FhirRecord, 'read' | 'search'>;
  readonly products: Products;
}

export interface Check {
  readonly patient: string;
  readonly medicines: readonly Asked[];
}

export interface Asking {
  readonly call: Call;
  readonly tx: Tx;
  readonly now: Date;
}

export type Checker = (check: Check, asking: Asking) => Promise<SafetyReply>;

const searchPage = 200;
const dayMs = 86_400_000;

/** The set alone, asked about facts that the caller has read. @throws Refusal `no-edition` */
export type Judging = (tx: Tx, question: Question) => Promise<readonly Warning[]>;

export const judging =
  (judges: Judges): Judging =>
  async (tx, question) =>
    warningsOf((await judges(tx)).judge, question);

export function checker({ record, products }: CheckNeeds, judges: Judges): Checker {
  return async ({ patient, medicines }, { call, tx, now }) => {
    const { judge, edition } = await judges(tx);
    const today = polishDay(now);
    const asked = await named(products, tx, medicines, today);
    const found = await gather({ record, call, kinds: kindsFor(judge, asked.medicines) }, patient, now);
    const facts = patientFacts(found, today);
    const taken = distinct(found.taken.flatMap(({ medicine }) => medicine ?? []));
    const question = { news: asked.medicines, taken, patient: facts };
    return {
      notForClinicalUse: !judge.set.head.validated,
      set: { ...judge.set.head, edition },
      warnings: warningsOf(judge, question),
      unchecked: [
        ...asked.unchecked,
        ...found.taken.flatMap(({ unknown }) => unknown ?? []),
        ...uncodedAllergies(found.allergies),
      ],
      unknown: unknownOf(judge, question),
      taken,
    };
  };
}

export type Judges = (tx: Tx) => Promise<{ judge: Judge; edition: number }>;

/** The set of the newest edition, kept ready. @throws Refusal `no-edition` */
export function judgesOf(): Judges {
  let ready: { judge: Judge; edition: number } | undefined;
  return async (tx) => {
    const latest = await latestEdition(tx, register);
    if (!latest) {
      const says = 'No set of rules was imported, so nothing can be said. Import one (registers import).';
      throw new Refusal('unavailable', 'no-edition', says);
    }
    if (ready?.edition === latest.number) return ready;
    const set = await ruleStore(tx).setOf(latest.number);
    if (!set) throw new Error(`edition ${latest.number} of ${register} has no rules`);
    ready = { judge: judgeOf(set), edition: latest.number };
    return ready;
  };
}

/** One line of each medicine that is taken; one whose supply lasts speaks for it. */
function distinct(medicines: readonly Medicine[]): Medicine[] {
  const byCode = new Map<string, Medicine>();
  for (const one of medicines) {
    const known = byCode.get(one.atc);
    if (!known || (known.endsSoon && !one.endsSoon)) byCode.set(one.atc, one);
  }
  return [...byCode.values()];
}

/** What callers asked of, by ATC code; what the register does not know is said and not left out. */
async function named(products: Products, tx: Tx, asked: readonly Asked[], day: string) {
  const medicines: Medicine[] = [];
  const unchecked: string[] = [];
  for (const one of asked) {
    const { atc, gtin, substance, name, perDay } = one;
    const found = atc !== undefined ? { atc: [atc], name: name ?? atc } : await lookUp(products, tx, one, day);
    const dose = perDay ? { perDay } : {};
    const known = found?.atc.filter((code) => code.length === 7) ?? [];
    if (known.length === 0) unchecked.push(name ?? found?.name ?? substance ?? gtin ?? '');
    for (const code of known) medicines.push({ atc: code, name: name ?? found?.name ?? code, ...dose });
  }
  return { medicines, unchecked };
}

/** A register that is not there leaves medicines unchecked, with their names, instead of refusing the whole check. */
async function lookUp(products: Products, tx: Tx, { gtin, substance = '' }: Asked, day: string) {
  const isRefusal = (error: unknown): undefined => {
    if (error instanceof Refusal) return undefined;
    throw error;
  };
  if (gtin !== undefined) return (await products.package(tx, gtin, day).catch(isRefusal))?.product;
  const found = (await products.search(tx, { text: substance, count: 20 }, day).catch(isRefusal)) ?? [];
  const codes = new Set(found.flatMap(({ atc }) => atc));
  // Several substances begin so: which one is meant nobody can tell.
  return codes.size === 1 ? { atc: [...codes], name: substance } : undefined;
}

interface Gathering extends Pick<CheckNeeds, 'record'> {
  readonly call: Call;
  /** What no rule asks about is not read. */
  readonly kinds: ReadonlySet<RuleKind>;
}

/** What the record has of the patient, by the caller's own rights, all at once. */
async function gather({ record, call, kinds }: Gathering, id: string, now: Date) {
  const since = (days: number) => new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10);
  const all = (type: string, query: string) => searched(record, call, type, `patient=${id}&${query}`);
  const of = (codes: readonly string[]) => codes.map((code) => `http://loinc.org|${code}`).join(',');
  const newest = '&_sort=-date&_count=1';
  const nothing: Resource[] = [];
  const withChild = kinds.has('pregnancy');
  const [stored, requests, statements, conditions, allergies, egfr, pregnancy] = await Promise.all([
    record.read(call, 'Patient', id),
    all('MedicationRequest', `status=active,completed&authoredon=ge${since(430)}`),
    all('MedicationStatement', 'status=active'),
    kinds.has('condition') || withChild ? all('Condition', 'clinical-status=active,recurrence,relapse') : nothing,
    all('AllergyIntolerance', ''),
    kinds.has('kidney') ? all('Observation', `code=${of(egfrCodes)}&date=ge${since(believed.egfr)}${newest}`) : nothing,
    withChild ? all('Observation', `code=${of([pregnancyCode])}&date=ge${since(believed.pregnant)}${newest}`) : nothing,
  ]);
  return {
    ...{ patient: JSON.parse(stored.content) as Resource, conditions, allergies, egfr },
    pregnancy: pregnancy.filter((one) => !isStale(one, since(believed.notPregnant))),
    taken: [...requests, ...statements].map((one) => takenOf(one, now)),
  };
}

/** That somebody was not pregnant is believed for a shorter time than that she was. */
function isStale(resource: Resource, since: string): boolean {
  const { effectiveDateTime, valueCodeableConcept } = resource as { effectiveDateTime?: string } & Resource;
  const says = JSON.stringify(valueCodeableConcept ?? '');
  return says.includes('60001007') && (effectiveDateTime ?? '') < since;
}

async function searched(record: CheckNeeds['record'], call: Call, type: string, query: string): Promise<Resource[]> {
  const resources: Resource[] = [];
  let next: string | undefined = query.includes('_count=') ? query : `${query}&_count=${searchPage}`;
  const isOne = query.endsWith('_count=1');
  while (next !== undefined) {
    const page = await record.search(call, type, next);
    for (const { mode, stored } of page.entries)
      if (mode === 'match') resources.push(JSON.parse(stored.content) as Resource);
    next = isOne || page.entries.length === 0 || resources.length >= 5 * searchPage ? undefined : page.next;
  }
  return resources;
}
