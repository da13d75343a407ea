/** Operators. http://hl7.org/fhirpath/N1/#operations */
import type { Node } from '../compiler/fhirpath-parser.ts';
import type { Decimal } from './decimal.ts';
import { compareItems, equal, equalItems, equivalent } from './equality.ts';
import type { Evaluator, Scope } from './call.ts';
import type { Moment } from './moment.ts';
import { calendarUnit, converted, dividedBy, isFiner, type Quantity, times } from './quantity.ts';
import { cannot } from './refused.ts';
import { boolean, decimal, integer, isNumeric, type Item, long, moment, quantity, toSystem } from './values.ts';

type Binary = Node & { kind: 'binary' };

export function binary(evaluator: Evaluator, node: Binary, scope: Scope): readonly Item[] {
  const { operator } = node;
  const left = evaluator.evaluate(node.left, scope);
  if (operator === 'and' || operator === 'or' || operator === 'xor' || operator === 'implies') {
    return truth(operator, asBoolean(left), () => asBoolean(evaluator.evaluate(node.right, scope)));
  }
  const right = evaluator.evaluate(node.right, scope);
  switch (operator) {
    case '=':
      return maybe(equal(evaluator.spend, left, right));
    case '!=':
      return maybe(not(equal(evaluator.spend, left, right)));
    case '~':
      return [boolean(equivalent(evaluator.spend, left, right))];
    case '!~':
      return [boolean(!equivalent(evaluator.spend, left, right))];
    case '|':
      return evaluator.distinct([...left, ...right]);
    case 'in':
      return includes(evaluator, right, left);
    case 'contains':
      return includes(evaluator, left, right);
    case '&':
      return evaluator.text(`${oneText(left) ?? ''}${oneText(right) ?? ''}`);
    default:
      break;
  }
  if (['<', '<=', '>', '>='].includes(operator)) return ordered(evaluator, operator, single(left), single(right));
  return calculate(evaluator, operator, left, right);
}

/** `+ - * / div mod`. */
export function calculate(
  evaluator: Evaluator,
  operator: string,
  left: readonly Item[],
  right: readonly Item[],
): readonly Item[] {
  const [a, b] = [single(left), single(right)];
  return a && b ? arithmetic(evaluator, operator, toSystem(a) ?? a, toSystem(b) ?? b) : [];
}

const maybe = (value: boolean | undefined): Item[] => (value === undefined ? [] : [boolean(value)]);
const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** The only value, if there is one. @throws for several. */
export function single(items: readonly Item[]): Item | undefined {
  if (items.length > 1) throw cannot('There are several values where one is needed.');
  return items[0];
}

/** One value that is no boolean counts as true. http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections */
export function asBoolean(items: readonly Item[]): boolean | undefined {
  const item = single(items);
  if (!item) return undefined;
  const value = toSystem(item)?.value;
  return typeof value === 'boolean' ? value : true;
}

export function oneText(items: readonly Item[]): string | undefined {
  const item = single(items);
  if (!item) return undefined;
  const system = toSystem(item);
  if (system?.type !== 'System.String') throw cannot(`A text is needed, not ${item.type}.`);
  return system.value as string;
}

function truth(operator: string, left: boolean | undefined, other: () => boolean | undefined): Item[] {
  if (operator === 'and' && left === false) return [boolean(false)];
  if (operator === 'or' && left === true) return [boolean(true)];
  if (operator === 'implies' && left === false) return [boolean(true)];
  const right = other();
  if (operator === 'and') return maybe(right === false ? false : left && right);
  if (operator === 'or') return maybe(right === true ? true : left === false ? right : undefined);
  if (operator === 'xor') return maybe(left === undefined || right === undefined ? undefined : left !== right);
  return maybe(right === true ? true : left === undefined ? undefined : right);
}

function includes(evaluator: Evaluator, list: readonly Item[], wanted: readonly Item[]): Item[] {
  const item = single(wanted);
  if (!item) return [];
  evaluator.spend(list.length);
  return [boolean(list.some((other) => equalItems(evaluator.spend, item, other) === true))];
}

function ordered(evaluator: Evaluator, operator: string, left: Item | undefined, right: Item | undefined): Item[] {
  const order = left && right ? compareItems(evaluator.spend, left, right) : undefined;
  if (order === undefined) return [];
  if (operator === '<') return [boolean(order < 0)];
  if (operator === '<=') return [boolean(order <= 0)];
  return [boolean(operator === '>' ? order > 0 : order >= 0)];
}

function arithmetic(evaluator: Evaluator, operator: string, left: Item, right: Item): Item[] {
  if (isNumeric(left) && isNumeric(right)) return numbers(operator, left, right);
  if (operator === '+' && left.type === 'System.String' && right.type === 'System.String') {
    return evaluator.text(`${left.value as string}${right.value as string}`);
  }
  if ((operator === '+' || operator === '-') && right.type === 'System.Quantity' && isMoment(left)) {
    const by = right.value as Quantity;
    const word = calendarUnit(by);
    if (!word) throw cannot(`A date cannot be moved by '${by.unit}': use calendar words such as 1 month.`);
    // Parts of calendar seconds count, of longer units not; of UCUM's neither, as HL7's own tests demand (0.1 's').
    const amount = (by.isCalendar && word === 'second' ? by.value : by.value.truncated()).toNumber();
    return [moment((left.value as Moment).plus(operator === '+' ? amount : -amount, word))];
  }
  const [a, b] = [asQuantity(left), asQuantity(right)];
  if (a && b) return quantities(evaluator, operator, a, b);
  throw cannot(`${left.type} ${operator} ${right.type} cannot be done.`);
}

const isMoment = ({ type }: Item): boolean =>
  type === 'System.Date' || type === 'System.DateTime' || type === 'System.Time';

function asQuantity(item: Item): Quantity | undefined {
  if (item.type === 'System.Quantity') return item.value as Quantity;
  return isNumeric(item) ? { value: item.value as Decimal, unit: '1', isCalendar: false } : undefined;
}

function numbers(operator: string, left: Item, right: Item): Item[] {
  const [a, b] = [left.value as Decimal, right.value as Decimal];
  const types = [left.type, right.type];
  const areWhole = !types.includes('System.Decimal');
  // Overflow gives nothing. http://hl7.org/fhirpath/N1/#math-1
  const given = (value: Decimal | undefined, whole = areWhole): Item[] => {
    if (value === undefined || value.isTooLarge) return [];
    return !whole ? [decimal(value)] : types.includes('System.Long') ? long(value) : integer(value);
  };
  switch (operator) {
    case '+':
      return given(a.plus(b));
    case '-':
      return given(a.minus(b));
    case '*':
      return given(a.times(b));
    case '/':
      return given(a.dividedBy(b), false);
    case 'div':
      return given(a.wholes(b), true);
    case 'mod':
      return given(a.modulo(b));
    default:
      throw cannot(`'${operator}' is no operator.`);
  }
}

function quantities(evaluator: Evaluator, operator: string, left: Quantity, right: Quantity): Item[] {
  if (operator === '*' || operator === '/') {
    const result = operator === '*' ? times(left, right) : dividedBy(left, right);
    return result && !result.value.isTooLarge ? [quantity(result)] : [];
  }
  if (operator !== '+' && operator !== '-') throw cannot(`'${operator}' is not done with quantities.`);
  evaluator.spend(50);
  // The result has the finer of the two units. http://hl7.org/fhirpath/N1/#addition
  const isLeftFiner = isFiner(left, right);
  const [a, b] = isLeftFiner ? [left.value, converted(left, right)] : [converted(right, left), right.value];
  if (!a || !b) return [];
  const value = operator === '+' ? a.plus(b) : a.minus(b);
  return value.isTooLarge ? [] : [quantity({ ...(isLeftFiner ? left : right), value })];
}

export function negated(items: readonly Item[]): Item[] {
  const item = single(items);
  if (!item) return [];
  const system = toSystem(item);
  if (system?.type === 'System.Integer') return integer((system.value as Decimal).negated());
  if (system?.type === 'System.Long') return long((system.value as Decimal).negated());
  if (system?.type === 'System.Decimal') return [decimal((system.value as Decimal).negated())];
  if (system?.type === 'System.Quantity') {
    const of = system.value as Quantity;
    return [quantity({ ...of, value: of.value.negated() })];
  }
  throw cannot(`${item.type} has no negative.`);
}
