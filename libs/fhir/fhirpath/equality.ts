/** Equal, equivalent, less. http://hl7.org/fhirpath/N1/#equality http://hl7.org/fhirpath/N1/#comparison */
import { isNumber, numberText } from '../json.ts';
import type { Decimal } from './decimal.ts';
import { Decimal as DecimalOf } from './decimal.ts';
import type { Moment } from './moment.ts';
import { converted, isFiner, type Quantity } from './quantity.ts';
import { cannot } from './refused.ts';
import { type Item, toSystem } from './values.ts';

/** Counts work (call.ts): complex values are compared by all that is in them. */
export type Spend = (steps: number) => void;

/** A conversion of units takes as long as this many steps. */
const unitCost = 50;

type Kind = 'boolean' | 'string' | 'number' | 'moment' | 'quantity' | 'complex';

function kindOf(item: Item): Kind {
  switch (item.type) {
    case 'System.Boolean':
      return 'boolean';
    case 'System.String':
      return 'string';
    case 'System.Integer':
    case 'System.Long':
    case 'System.Decimal':
      return 'number';
    case 'System.Date':
    case 'System.DateTime':
    case 'System.Time':
      return 'moment';
    case 'System.Quantity':
      return 'quantity';
    default:
      return 'complex';
  }
}

/** Undefined where nobody can say. */
export function equalItems(spend: Spend, left: Item, right: Item): boolean | undefined {
  spend(1);
  const [a, b] = [toSystem(left) ?? left, toSystem(right) ?? right];
  const [kind, other] = [kindOf(a), kindOf(b)];
  if (kind === 'number' && other === 'quantity') return equalItems(spend, asQuantity(a), b);
  if (kind === 'quantity' && other === 'number') return equalItems(spend, a, asQuantity(b));
  if (kind === 'moment' && other === 'moment') {
    const order = (a.value as Moment).compare(b.value as Moment);
    return order === undefined ? undefined : order === 0;
  }
  if (kind !== other) return false;
  if (kind === 'complex') return isSame(spend, left, right, false);
  if (kind === 'number') return (a.value as Decimal).compare(b.value as Decimal) === 0;
  if (kind === 'quantity') {
    spend(unitCost);
    const inUnit = converted(a.value as Quantity, b.value as Quantity);
    return inUnit && (a.value as Quantity).value.compare(inUnit) === 0;
  }
  return a.value === b.value;
}

const asQuantity = ({ value }: Item): Item => ({
  type: 'System.Quantity',
  value: { value, unit: '1', isCalendar: false },
});

/** `=`: the same items in the same order. */
export function equal(spend: Spend, left: readonly Item[], right: readonly Item[]): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.length !== right.length) return false;
  let known: boolean | undefined = true;
  for (const [n, item] of left.entries()) {
    const same = equalItems(spend, item, right[n] as Item);
    if (same === false) return false;
    if (same === undefined) known = undefined;
  }
  return known;
}

/** `~`: what means the same, in any order. */
export function equivalent(spend: Spend, left: readonly Item[], right: readonly Item[]): boolean {
  if (left.length !== right.length) return false;
  if (left.length > 1000) throw cannot('More than 1,000 values cannot be compared by ~.');
  const rest = [...right];
  return left.every((item) => {
    const found = rest.findIndex((other) => equivalentItems(spend, item, other));
    if (found >= 0) rest.splice(found, 1);
    return found >= 0;
  });
}

export function equivalentItems(spend: Spend, left: Item, right: Item): boolean {
  spend(1);
  const [a, b] = [toSystem(left) ?? left, toSystem(right) ?? right];
  const [kind, other] = [kindOf(a), kindOf(b)];
  if (kind === 'number' && other === 'quantity') return equivalentItems(spend, asQuantity(a), b);
  if (kind === 'quantity' && other === 'number') return equivalentItems(spend, a, asQuantity(b));
  if (kind !== other) return false;
  if (kind === 'string') return plain(a.value as string) === plain(b.value as string);
  if (kind === 'number') return rounded(a.value as Decimal, b.value as Decimal);
  if (kind === 'quantity') {
    spend(unitCost);
    return quantitiesEquivalent(a.value as Quantity, b.value as Quantity);
  }
  if (kind === 'complex') return isSame(spend, left, right, true);
  return equalItems(spend, left, right) === true;
}

/** In the larger unit, in which nothing looks more precise than it was said: 21 'mm' ~ 2 'cm'. */
function quantitiesEquivalent(left: Quantity, right: Quantity): boolean {
  const [large, small] = isFiner(left, right) ? [right, left] : [left, right];
  const inUnit = converted(large, small, true);
  return inUnit !== undefined && rounded(large.value, inUnit);
}

/** Complex values, and primitives that have extensions only. */
function isSame(spend: Spend, left: Item, right: Item, isEquivalence: boolean): boolean {
  if (left.value !== undefined && left.value === right.value) return true;
  const text = ({ value, more }: Item) => canonical(spend, value ?? { more: more ?? null }, isEquivalence);
  return text(left) === text(right);
}

/** Case and the kind of blanks do not count. http://hl7.org/fhirpath/N1/#string-equivalence */
const plain = (text: string): string => text.toLowerCase().replace(/[\t\r\n]/g, ' ');

/** As precise as the less precise of the two. */
function rounded(left: Decimal, right: Decimal): boolean {
  const scale = Math.min(left.trimmed().scale, right.trimmed().scale);
  return left.rounded(scale).compare(right.rounded(scale)) === 0;
}

/** Keys in order; numbers by their value. Ids do not count for what is only equivalent. */
function canonical(spend: Spend, value: unknown, isEquivalence = false): string {
  spend(typeof value === 'string' ? 1 + (value.length >> 6) : 1);
  if (isNumber(value)) return DecimalOf.read(numberText(value))?.trimmed().toString() ?? numberText(value);
  if (typeof value === 'string') return JSON.stringify(isEquivalence ? plain(value) : value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    const parts = value.map((one) => canonical(spend, one, isEquivalence));
    return `[${(isEquivalence ? parts.sort() : parts).join(',')}]`;
  }
  const keys = Object.keys(value).sort();
  return `{${keys
    .filter((key) => !isEquivalence || key !== 'id')
    .map((key) => `${key}:${canonical(spend, (value as { [key: string]: unknown })[key], isEquivalence)}`)
    .join(',')}}`;
}

/** Items of which none equals another. http://hl7.org/fhirpath/N1/#distinct-collection */
export class DistinctItems {
  readonly items: Item[] = [];
  private readonly spend: Spend;
  private readonly keys = new Set<string>();
  /** Units of quantities that are here: another quantity may equal one of them in its unit. */
  private readonly units = new Map<string, Quantity>();

  constructor(spend: Spend, items: readonly Item[] = []) {
    this.spend = spend;
    for (const item of items) this.add(item);
  }

  has(item: Item): boolean {
    return this.knows(item, keyOf(this.spend, item));
  }

  /** False for what is there already. */
  add(item: Item): boolean {
    const key = keyOf(this.spend, item);
    if (this.knows(item, key)) return false;
    this.keys.add(key);
    this.items.push(item);
    const quantity = quantityIn(item);
    if (quantity) this.units.set(unitKey(quantity), quantity);
    return true;
  }

  private knows(item: Item, key: string): boolean {
    if (this.keys.has(key)) return true;
    const quantity = quantityIn(item);
    if (!quantity) return false;
    const own = unitKey(quantity);
    return [...this.units].some(([unit, one]) => {
      if (unit === own) return false;
      this.spend(unitCost);
      const value = converted(one, quantity);
      return value !== undefined && this.keys.has(quantityKey({ ...one, value }));
    });
  }
}

function quantityIn(item: Item): Quantity | undefined {
  const system = toSystem(item);
  return system?.type === 'System.Quantity' ? (system.value as Quantity) : undefined;
}

const unitKey = ({ unit, isCalendar }: Quantity): string => (isCalendar ? `${unit}s` : unit);

/** A number is a quantity of unit 1. */
const quantityKey = (of: Quantity): string =>
  of.unit === '1' ? `number${of.value.trimmed()}` : `quantity${of.value.trimmed()} ${unitKey(of)}`;

/** What two items that are the same have in common. */
function keyOf(spend: Spend, item: Item): string {
  const system = toSystem(item) ?? item;
  switch (kindOf(system)) {
    case 'boolean':
    case 'string':
      return `${typeof system.value}${String(system.value)}`;
    case 'number':
      return `number${(system.value as Decimal).trimmed()}`;
    case 'moment':
      return `moment${(system.value as Moment).normal()}`;
    case 'quantity':
      return quantityKey(system.value as Quantity);
    default:
      return `complex${canonical(spend, item.value)}${canonical(spend, item.more)}`;
  }
}

/** -1, 0, 1; undefined where nobody can say. @throws for what has no order. */
export function compareItems(spend: Spend, left: Item, right: Item): number | undefined {
  spend(1);
  const [a, b] = [toSystem(left) ?? left, toSystem(right) ?? right];
  const [kind, other] = [kindOf(a), kindOf(b)];
  if (kind === 'number' && other === 'quantity') return compareItems(spend, asQuantity(a), b);
  if (kind === 'quantity' && other === 'number') return compareItems(spend, a, asQuantity(b));
  if (kind !== other || kind === 'complex' || kind === 'boolean') {
    throw cannot(`${left.type} and ${right.type} have no order.`);
  }
  if (kind === 'number') return (a.value as Decimal).compare(b.value as Decimal);
  if (kind === 'quantity') {
    spend(unitCost);
    const inUnit = converted(a.value as Quantity, b.value as Quantity);
    return inUnit && (a.value as Quantity).value.compare(inUnit);
  }
  if (kind === 'moment') {
    const order = (a.value as Moment).compare(b.value as Moment);
    if (order === 'other') throw cannot('A date and a time of day have no order.');
    return order;
  }
  const [text, second] = [a.value as string, b.value as string];
  return text < second ? -1 : text > second ? 1 : 0;
}
