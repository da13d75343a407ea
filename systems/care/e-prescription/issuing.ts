/** The decision to issue: facts in, verdicts and drafts out. No clock, no database. domain/poland.md 4.2 */
import { ageOn, isDay } from '#core/registers/days.ts';
import { isGtin, toGtin14 } from '#libs/polish-identifiers/gtin.ts';
import type { MedicinalProduct, Package } from '#libs/medicinal-products/register.ts';
import { controlledVerdicts } from './controlled.ts';
import { plusDays } from './days.ts';
import { dosageWords } from './dosage.ts';
import type {
  Category,
  EntitlementCode,
  Medicine,
  PackageRequest,
  PrescriptionRequest,
  RefundLevel,
  Verdict,
} from './model.ts';
import { isContraceptive, isControlled, type Kinds, ruleOn } from './rules.ts';
import { daysOfSupply, type Term, termOf, unitsIn } from './supply.ts';
import { verdict } from './words.ts';

export interface PatientFacts {
  readonly id: string;
  readonly birthDate?: string;
  readonly gender?: string;
  readonly deceased: boolean;
}

/** What registers know of the medicine of one prescription. */
export interface MedicineFacts {
  readonly found?: { readonly package: Package; readonly product: MedicinalProduct } | undefined;
  readonly payments?: readonly { readonly level: RefundLevel; readonly pays: number }[] | undefined;
}

export interface IssuingFacts {
  readonly today: string;
  readonly patient: PatientFacts;
  readonly entitled: { readonly entitled: true } | { readonly entitled: false; readonly why: string };
  /** Pro auctore: whether the patient is the prescriber. */
  readonly isSelf: boolean;
  readonly medicines: readonly MedicineFacts[];
  /** Ids of the patient's open or recent prescriptions of controlled substances. */
  readonly controlled: readonly string[];
  /** Substances (names of medicines where none) on open prescriptions of the patient. */
  readonly open: ReadonlySet<string>;
  /** The package that was issued a moment ago with the very same content. */
  readonly sameAgain?: string | undefined;
  /** What the prescriber has issued in the window of the limit, this package included; undefined where no limit is. */
  readonly load?: { readonly prescriptions: number; readonly patients: number } | undefined;
}

/** What is written if the verdicts let it. */
export interface Draft {
  readonly request: PrescriptionRequest;
  readonly medicine: Medicine;
  readonly term: Term;
  readonly supplyDays?: number;
  readonly entitlement?: EntitlementCode;
  readonly dosageWords?: string;
  readonly controlled: boolean;
  readonly pays?: number;
}

export interface IssuingDecision {
  readonly verdicts: readonly Verdict[];
  /** Undefined where the medicine is not known. */
  readonly drafts: readonly (Draft | undefined)[];
}

export function decideIssue(request: PackageRequest, facts: IssuingFacts): IssuingDecision {
  const verdicts: Verdict[] = [...ofWhole(request, facts)];
  const drafts = request.prescriptions.map((one, n) => {
    const { draft, verdicts: said } = decideOne(one, `prescriptions[${n}]`, facts.medicines[n] ?? {}, request, facts);
    verdicts.push(...said);
    return draft;
  });
  return { verdicts, drafts };
}

function* ofWhole({ kind }: PackageRequest, facts: IssuingFacts): Iterable<Verdict> {
  if (!facts.entitled.entitled) yield verdict('no-right-to-practise', '', { why: facts.entitled.why });
  if (kind === 'PA' && !facts.isSelf) yield verdict('not-yourself', 'patient');
  if (facts.patient.deceased) yield verdict('patient-deceased', 'patient');
  if (facts.sameAgain) yield verdict('same-again', '', { package: facts.sameAgain });
  const { load, today } = facts;
  if (!load) return;
  const [prescriptions, patients] = [ruleOn('limit-prescriptions', today), ruleOn('limit-patients', today)];
  const hours = ruleOn('limit-window', today)?.value ?? 10;
  if (prescriptions && load.prescriptions > prescriptions.value)
    yield verdict('over-limit', '', { ...load, hours }, prescriptions);
  else if (patients && load.patients > patients.value) yield verdict('over-limit', '', { ...load, hours }, patients);
}

function decideOne(
  one: PrescriptionRequest,
  path: string,
  { found, payments }: MedicineFacts,
  request: PackageRequest,
  facts: IssuingFacts,
): { draft?: Draft; verdicts: Verdict[] } {
  const verdicts: Verdict[] = [];
  const { medicine, kinds, problems } = describe(one, path, found);
  verdicts.push(...problems);
  const dates = checkDates(one, path, facts.today);
  verdicts.push(...dates);
  const { entitlement, verdicts: ofEntitlement } = entitlementOf(one, path, request, facts, payments);
  verdicts.push(...ofEntitlement);
  if (!medicine || !kinds || dates.length > 0) return { verdicts };
  const controlled = isControlled(kinds);
  const term = termOf(facts.today, kinds, one);
  const supplyDays = one.supplyDays ?? supplyOf(one, found);
  verdicts.push(...quantityVerdicts(one, path, kinds, term, supplyDays, facts.today));
  if (controlled) verdicts.push(...controlledVerdicts(one, path, kinds, request.reviewed, facts));
  if (facts.open.has(medicine.substance ?? medicine.name))
    verdicts.push(verdict('prescribed-already', `${path}.medicine`));
  verdicts.push(...levelVerdicts(one, path, payments));
  const pays = payments?.find(({ level }) => level === one.refundLevel)?.pays ?? payments?.[0]?.pays;
  const draft: Draft = {
    ...{ request: one, medicine, term, controlled },
    ...(supplyDays === undefined ? {} : { supplyDays }),
    ...(entitlement ? { entitlement } : {}),
    ...(one.dosage ? { dosageWords: dosageWords(one.dosage) } : {}),
    ...(pays === undefined ? {} : { pays }),
  };
  return { draft, verdicts };
}

const supplyOf = ({ quantity, dosage, medicine }: PrescriptionRequest, found: MedicineFacts['found']) =>
  medicine.kind === 'G' ? daysOfSupply(quantity, unitsIn(found?.package.says), dosage) : dosage?.days;

interface Description {
  readonly medicine?: Medicine;
  readonly kinds?: Kinds;
  readonly problems: readonly Verdict[];
}

/** The medicine as it is written down, from the register or from the words of the prescriber. */
function describe(
  { medicine: asked, quantity }: PrescriptionRequest,
  path: string,
  found: MedicineFacts['found'],
): Description {
  const at = `${path}.medicine`;
  const whole = Number.isInteger(quantity) ? [] : [verdict('whole-packages', `${path}.quantity`)];
  if (asked.kind === 'G') return ofRegister(asked.gtin, at, found, whole);
  const lacking = asked.kind === 'R' ? recipeLacks(asked) : asked.name ? [] : ['name'];
  if (lacking.length > 0)
    return { problems: [...whole, verdict('medicine-incomplete', at, { what: lacking.join(', ') })] };
  if (asked.gtin !== undefined && !isGtin(asked.gtin))
    return { problems: [...whole, verdict('bad-gtin', `${at}.gtin`)] };
  const { kind, form, ingredients, amount, preparation, gtin } = asked;
  const category: Category = asked.category ?? 'Rp';
  const medicine: Medicine = {
    ...{ kind, category, name: asked.name ?? `${form} recepturowa` },
    ...(kind === 'R' ? { ...(form ? { form } : {}), ...(ingredients ? { ingredients } : {}) } : {}),
    ...(kind === 'R' && amount ? { amount } : {}),
    ...(preparation ? { preparation } : {}),
    ...(gtin ? { gtin: toGtin14(gtin) } : {}),
  };
  return { medicine, kinds: { category }, problems: whole };
}

const recipeLacks = ({ form, ingredients, amount }: PrescriptionRequest['medicine']): string[] => [
  ...(form ? [] : ['form']),
  ...(ingredients?.length ? [] : ['ingredients']),
  ...(amount ? [] : ['amount']),
];

const prescribable: ReadonlySet<string> = new Set(['Rp', 'Rpz', 'Rpw', 'OTC']);

function ofRegister(
  gtin: string | undefined,
  at: string,
  found: MedicineFacts['found'],
  whole: Verdict[],
): Description {
  const no = (one: Verdict): Description => ({ problems: [...whole, one] });
  if (gtin === undefined) return no(verdict('medicine-incomplete', at, { what: 'gtin' }));
  if (!isGtin(gtin)) return no(verdict('bad-gtin', `${at}.gtin`));
  if (!found || found.product.kind !== 'human') return no(verdict('unknown-medicine', `${at}.gtin`, { gtin }));
  const { product, package: pack } = found;
  if (pack.removed || product.removed) return no(verdict('medicine-removed', `${at}.gtin`));
  const category = pack.availability ?? 'Rp';
  if (!prescribable.has(category)) return no(verdict('not-prescribable', `${at}.gtin`, { category }));
  const { name, commonName, strength, form, atc, routes, id } = product;
  const medicine: Medicine = {
    ...{ kind: 'G', category: category as Category, name: [name, strength, form].filter(Boolean).join(', ') },
    ...{ gtin: toGtin14(gtin), product: id, package: pack.says, atc },
    ...(commonName ? { substance: commonName } : {}),
    ...(strength ? { strength } : {}),
    ...(form ? { form } : {}),
  };
  return { medicine, kinds: { category, atc, routes }, problems: whole };
}

function checkDates({ notBefore, until }: PrescriptionRequest, path: string, today: string): Verdict[] {
  const bad = Object.entries({ notBefore, until }).filter(([, day]) => day !== undefined && !isDay(day));
  if (bad.length > 0) return bad.map(([name]) => verdict('bad-day', `${path}.${name}`));
  const latest = ruleOn('latest-start', today);
  const last = latest && plusDays(today, latest.value);
  if (notBefore && notBefore < today) return [verdict('starts-in-past', `${path}.notBefore`)];
  if (notBefore && last && notBefore > last) return [verdict('starts-too-late', `${path}.notBefore`, { last }, latest)];
  if (until && until < (notBefore ?? today)) return [verdict('ends-before-start', `${path}.until`)];
  return [];
}

/** What the quantity may be. */
function quantityVerdicts(
  { quantity, dosage, annual, medicine }: PrescriptionRequest,
  path: string,
  kinds: Kinds,
  term: Term,
  supplyDays: number | undefined,
  today: string,
): Verdict[] {
  const at = `${path}.quantity`;
  if (annual && !term.annual)
    return [dosage ? verdict('not-annual', `${path}.annual`) : verdict('annual-without-dosage', `${path}.annual`)];
  if (!dosage && supplyDays === undefined) {
    const most = ruleOn('supply-without-dosage', today);
    if (!most || medicine.kind !== 'G' || quantity <= most.value) return [];
    return [verdict('quantity-without-dosage', at, { most: most.value }, most)];
  }
  const code = term.annual
    ? 'validity-annual'
    : isControlled(kinds)
      ? 'supply-controlled'
      : isContraceptive(kinds)
        ? 'supply-contraceptive'
        : 'supply';
  const rule = ruleOn(code, today);
  // One package may always be prescribed: it cannot be divided.
  if (!rule || supplyDays === undefined || supplyDays <= rule.value || quantity <= 1) return [];
  const packages = Math.max(1, Math.floor((quantity * rule.value) / supplyDays));
  return [verdict('quantity-above-limit', at, { days: supplyDays, most: rule.value, packages }, rule)];
}

interface Entitled {
  readonly entitlement?: EntitlementCode;
  readonly verdicts: readonly Verdict[];
}

/** The entitlement that is claimed, if it can be the patient's; else the one that follows from age or pregnancy. */
function entitlementOf(
  { entitlement, medicine }: PrescriptionRequest,
  path: string,
  { pregnant }: PackageRequest,
  { patient, today }: IssuingFacts,
  payments: MedicineFacts['payments'],
): Entitled {
  const age = patient.birthDate && isDay(patient.birthDate) ? ageOn(patient.birthDate, today) : undefined;
  const own: { [code in EntitlementCode]?: boolean } = {
    S: age !== undefined && age >= (ruleOn('senior', today)?.value ?? Number.POSITIVE_INFINITY),
    DZ: age !== undefined && age <= (ruleOn('child', today)?.value ?? -1),
    C: pregnant === true && patient.gender !== 'male',
  };
  if (entitlement !== undefined) {
    if (own[entitlement] !== false) return { entitlement, verdicts: [] };
    const why = entitlement === 'C' ? 'ciąża' : age === undefined ? 'nieznany wiek' : `wiek ${age}`;
    return { verdicts: [verdict('foreign-entitlement', `${path}.entitlement`, { entitlement, why })] };
  }
  // Given by itself where the list has the medicine for it: it then costs nothing.
  if (medicine.kind !== 'G' || !payments?.length) return { verdicts: [] };
  const found = (['C', 'DZ', 'S'] as const).find((code) => own[code]);
  return { ...(found ? { entitlement: found } : {}), verdicts: [] };
}

function levelVerdicts(
  { refundLevel, medicine }: PrescriptionRequest,
  path: string,
  payments: MedicineFacts['payments'],
) {
  if (medicine.kind !== 'G' || refundLevel === '100%') return [];
  if (payments === undefined) return [verdict('no-price', `${path}.refundLevel`)];
  const levels = [...new Set(payments.map(({ level }) => level))];
  if (levels.includes(refundLevel)) return [];
  const choice = [...new Set([...levels, '100%'])].join(', ');
  return [verdict('level-not-on-list', `${path}.refundLevel`, { level: refundLevel, levels: choice })];
}
