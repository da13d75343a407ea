/** Gathers the search values of one resource. Compiled extractors (compiler/extractor.ts) call its methods. */
import { isNumber, toNumber } from '../json.ts';
import { dateRange } from './ranges.ts';
import { fold, wordsOf } from './text.ts';
import * as values from './values.ts';

type Json = Record<string, unknown>;

const text = (value: unknown): value is string => typeof value === 'string' && value !== '';
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Which parameters of a type go to the indexes across patients; asked once per type. */
export interface Selectivity {
  isLookup(param: string, target?: string): boolean;
  isWord(param: string): boolean;
}

/** May what a reference names lie in another compartment than the resource, so that the reference has to lead to it? */
export type Elsewhere = (target: string) => boolean;

const nowhere: Elsewhere = () => false;

export class Collector {
  readonly tokens = new Set<string>();
  readonly lookups = new Set<string>();
  readonly strings = new Set<string>();
  readonly words = new Set<string>();
  readonly rangeKeys: string[] = [];
  readonly rangeLows: number[] = [];
  readonly rangeHighs: number[] = [];
  starts = Number.NEGATIVE_INFINITY;
  ends = Number.NEGATIVE_INFINITY;
  private hasTime = false;
  private readonly selects: Selectivity;
  private readonly elsewhere: Elsewhere;
  /** Forms of the parts of the composite at hand. */
  private forms: string[][] = [];
  private ranges: { part: number; low: number; high: number; unit: string | undefined }[] = [];
  private folded: string[] = [];

  constructor(selects: Selectivity, elsewhere: Elsewhere = nowhere) {
    this.selects = selects;
    this.elsewhere = elsewhere;
  }

  // token

  code(param: string, value: unknown): void {
    if (text(value)) this.token(param, values.tokenHash(param, undefined, value));
  }

  boolean(param: string, value: unknown): void {
    if (typeof value === 'boolean') this.token(param, values.tokenHash(param, undefined, String(value)));
  }

  coding(param: string, value: unknown): void {
    const { system, code } = (value ?? {}) as Json;
    if (text(code)) this.systemAndCode(param, text(system) ? system : '', code);
  }

  concept(param: string, value: unknown): void {
    for (const coding of list((value as Json | null)?.coding)) this.coding(param, coding);
  }

  identifier(param: string, value: unknown): void {
    const { system, value: code } = (value ?? {}) as Json;
    if (text(code)) this.systemAndCode(param, text(system) ? system : '', code);
    if (text(system)) this.tokens.add(values.systemHash(param, system));
  }

  contactPoint(param: string, value: unknown): void {
    const { system, value: number } = (value ?? {}) as Json;
    if (text(number)) this.systemAndCode(param, text(system) ? system : '', number);
  }

  private systemAndCode(param: string, system: string, code: string): void {
    this.token(param, values.tokenHash(param, system, code));
    this.token(param, values.tokenHash(param, undefined, code));
  }

  private token(param: string, hash: string): void {
    this.tokens.add(hash);
    if (this.selects.isLookup(param)) this.lookups.add(hash);
  }

  // reference

  reference(param: string, value: unknown, only?: string): void {
    const { reference, identifier } = (value ?? {}) as Json;
    if (identifier !== undefined) this.logical(param, identifier);
    const target = literal(reference);
    if (target === undefined || (only && !target.startsWith(only))) return;
    const hash = values.referenceHash(param, target);
    this.tokens.add(hash);
    if (this.selects.isLookup(param, typeOf(target)) || this.elsewhere(target)) this.lookups.add(hash);
  }

  /** A reference that names its target by an identifier: rare, and meant to be found by it. */
  private logical(param: string, identifier: unknown): void {
    const { system, value: code } = (identifier ?? {}) as Json;
    if (!text(code)) return;
    for (const asked of [text(system) ? system : '', undefined]) {
      const hash = values.tokenHash(values.logicalParam(param), asked, code);
      this.tokens.add(hash);
      this.lookups.add(hash);
    }
  }

  canonical(param: string, value: unknown): void {
    if (!text(value)) return;
    for (const form of canonicalForms(value)) this.token(param, values.referenceHash(param, form));
  }

  resource(param: string, value: unknown): void {
    const { resourceType, id } = (value ?? {}) as Json;
    if (text(resourceType) && text(id)) this.tokens.add(values.referenceHash(param, `${resourceType}/${id}`));
  }

  uri(param: string, value: unknown): void {
    if (!text(value)) return;
    for (const form of canonicalForms(value)) this.tokens.add(values.uriHash(param, form));
    if (this.selects.isWord(param)) this.word(param, value);
  }

  // string

  string(param: string, value: unknown): void {
    if (!text(value)) return;
    this.word(param, fold(value));
    this.exact(param, value);
  }

  name(param: string, value: unknown): void {
    const { text: whole, family, given, prefix, suffix } = (value ?? {}) as Json;
    for (const part of [whole, family, ...list(given), ...list(prefix), ...list(suffix)]) this.parts(param, part);
  }

  address(param: string, value: unknown): void {
    const { text: whole, line, city, district, state, postalCode, country } = (value ?? {}) as Json;
    for (const part of [whole, ...list(line), city, district, state, postalCode, country]) this.parts(param, part);
  }

  private parts(param: string, value: unknown): void {
    if (!text(value)) return;
    for (const word of wordsOf(fold(value))) this.word(param, word);
    this.exact(param, value);
  }

  private word(param: string, folded: string): void {
    if (folded === '') return;
    const entry = values.stringEntry(param, folded);
    this.strings.add(entry);
    if (this.selects.isWord(param)) this.words.add(entry);
  }

  private exact(param: string, value: string): void {
    if (this.selects.isWord(param)) this.tokens.add(values.exactHash(param, value));
  }

  // date, number, quantity

  date(param: string, value: unknown): void {
    const range = text(value) ? dateRange(value) : undefined;
    if (range) this.range(values.rangeKey(param), range[0], range[1]);
  }

  period(param: string, value: unknown): void {
    const range = periodRange(value);
    if (range) this.range(values.rangeKey(param), range[0], range[1]);
  }

  timing(param: string, value: unknown): void {
    const range = timingRange(value);
    if (range) this.range(values.rangeKey(param), range[0], range[1]);
  }

  number(param: string, value: unknown): void {
    if (isNumber(value)) this.range(values.rangeKey(param), toNumber(value), toNumber(value));
  }

  numberSpan(param: string, value: unknown): void {
    this.spans(value, (low, high) => this.range(values.rangeKey(param), low, high));
  }

  quantity(param: string, value: unknown): void {
    quantityRanges(value, (low, high, unit) => this.range(values.rangeKey(param, unit), low, high));
  }

  money(param: string, value: unknown): void {
    const { value: amount, currency } = (value ?? {}) as Json;
    this.quantity(param, { value: amount, system: 'urn:iso:std:iso:4217', code: currency });
  }

  range(param: string, value: unknown): void;
  range(key: string, low: number, high: number): void;
  range(key: string, low: unknown, high?: number): void {
    if (high === undefined) {
      rangeRanges(low, (from, to, unit) => this.range(values.rangeKey(key, unit), from, to));
    } else {
      this.rangeKeys.push(key);
      this.rangeLows.push(low as number);
      this.rangeHighs.push(high);
    }
  }

  /** The span of a series of samples is not known without its data: searchable by nothing yet. */
  sampled(_param: string, _value: unknown): void {}

  private spans(value: unknown, found: (low: number, high: number) => void): void {
    rangeRanges(value, (low, high, unit) => unit === undefined && found(low, high));
  }

  // composite

  begin(): void {
    this.forms = [[]];
    this.ranges = [];
    this.folded = [];
  }

  part(index: number): void {
    this.forms[index] = [];
  }

  private form(form: string): void {
    this.forms.at(-1)?.push(form);
  }

  codeForm(value: unknown): void {
    if (text(value)) this.form(value);
  }

  booleanForm(value: unknown): void {
    if (typeof value === 'boolean') this.form(String(value));
  }

  codingForm(value: unknown): void {
    const { system, code } = (value ?? {}) as Json;
    if (!text(code)) return;
    this.form(values.tokenForm(text(system) ? system : '', code));
    this.form(code);
  }

  conceptForm(value: unknown): void {
    for (const coding of list((value as Json | null)?.coding)) this.codingForm(coding);
  }

  identifierForm(value: unknown): void {
    const { system, value: code } = (value ?? {}) as Json;
    this.codingForm({ system, code });
  }

  referenceForm(value: unknown): void {
    const target = literal((value as Json | null)?.reference);
    if (target !== undefined) this.form(target);
  }

  datePart(_param: string, value: unknown, part: number): void {
    const range = text(value) ? dateRange(value) : undefined;
    if (range) this.ranges.push({ part, low: range[0], high: range[1], unit: undefined });
  }

  periodPart(_param: string, value: unknown, part: number): void {
    const range = periodRange(value);
    if (range) this.ranges.push({ part, low: range[0], high: range[1], unit: undefined });
  }

  numberPart(_param: string, value: unknown, part: number): void {
    if (!isNumber(value)) return;
    this.ranges.push({ part, low: toNumber(value), high: toNumber(value), unit: undefined });
  }

  quantityPart(_param: string, value: unknown, part: number): void {
    quantityRanges(value, (low, high, unit) => this.ranges.push({ part, low, high, unit }));
  }

  rangePart(_param: string, value: unknown, part: number): void {
    rangeRanges(value, (low, high, unit) => this.ranges.push({ part, low, high, unit }));
  }

  sampledPart(_param: string, _value: unknown, _part: number): void {}

  stringPart(_param: string, value: unknown): void {
    if (text(value)) this.folded.push(fold(value));
  }

  end(param: string): void {
    for (const form of new Set(this.forms[0])) {
      for (const other of new Set(this.forms[1] ?? [])) this.tokens.add(values.compositeHash(param, [form, other]));
      for (const { part, low, high, unit } of this.ranges) {
        this.range(values.compositeRangeKey(param, form, unit, part), low, high);
      }
      for (const folded of this.folded) this.strings.add(values.compositeStringEntry(param, form, folded));
    }
  }

  // clinical time

  dateTime(value: unknown): void {
    this.time(text(value) ? dateRange(value) : undefined);
  }

  periodTime(value: unknown): void {
    this.time(periodRange(value));
  }

  timingTime(value: unknown): void {
    this.time(timingRange(value));
  }

  private time(range: readonly [number, number] | undefined): void {
    if (this.hasTime || !range) return;
    this.hasTime = true;
    [this.starts, this.ends] = range;
  }
}

const relative = /^([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** What a Reference.reference points to: `Type/id`, an absolute URL; undefined for `#contained` and urn. */
function literal(reference: unknown): string | undefined {
  if (!text(reference)) return undefined;
  const local = relative.exec(reference)?.[1];
  if (local) return local;
  return /^https?:\/\//.test(reference) ? reference : undefined;
}

function typeOf(target: string): string | undefined {
  return target.startsWith('http') ? undefined : target.slice(0, target.indexOf('/'));
}

/** A canonical is found with and without its version. */
function canonicalForms(value: string): string[] {
  const bar = value.indexOf('|');
  return bar < 0 ? [value] : [value, value.slice(0, bar)];
}

function periodRange(value: unknown): readonly [number, number] | undefined {
  const { start, end } = (value ?? {}) as Json;
  const from = text(start) ? dateRange(start) : undefined;
  const to = text(end) ? dateRange(end) : undefined;
  if (!from && !to) return undefined;
  return [from?.[0] ?? Number.NEGATIVE_INFINITY, to?.[1] ?? Number.POSITIVE_INFINITY];
}

function timingRange(value: unknown): readonly [number, number] | undefined {
  const { event, repeat } = (value ?? {}) as { event?: unknown; repeat?: Json };
  const ranges = list(event).flatMap((moment) => (text(moment) ? [dateRange(moment)] : []));
  const bounds = periodRange(repeat?.boundsPeriod);
  const known = [...ranges, bounds].filter((range) => range !== undefined);
  if (known.length === 0) return undefined;
  return [
    known.reduce((low, range) => Math.min(low, range[0]), Number.POSITIVE_INFINITY),
    known.reduce((high, range) => Math.max(high, range[1]), Number.NEGATIVE_INFINITY),
  ];
}

type RangeFound = (low: number, high: number, unit: string | undefined) => void;

/** A quantity spans its value; with a comparator, everything on that side of it. */
function quantityRanges(value: unknown, found: RangeFound): void {
  const { value: amount, comparator, system, code, unit } = (value ?? {}) as Json;
  if (!isNumber(amount)) return;
  const number = toNumber(amount);
  const low = comparator === '<' || comparator === '<=' ? Number.NEGATIVE_INFINITY : number;
  const high = comparator === '>' || comparator === '>=' ? Number.POSITIVE_INFINITY : number;
  for (const form of unitForms(system, code, unit)) found(low, high, form);
}

function unitForms(system: unknown, code: unknown, unit: unknown): (string | undefined)[] {
  const forms = new Set<string | undefined>([undefined]);
  if (text(code)) {
    forms.add(code);
    if (text(system)) forms.add(values.unitForm(system, code));
  } else if (text(unit)) forms.add(unit);
  return [...forms];
}

/** A Range spans from its low to its high; an open side is endless. */
function rangeRanges(value: unknown, found: RangeFound): void {
  const { low, high } = (value ?? {}) as { low?: Json; high?: Json };
  const from = isNumber(low?.value) ? toNumber(low.value) : Number.NEGATIVE_INFINITY;
  const to = isNumber(high?.value) ? toNumber(high.value) : Number.POSITIVE_INFINITY;
  if (from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY) return;
  const side = low ?? high ?? {};
  for (const form of unitForms(side.system, side.code, side.unit)) found(from, to, form);
}
