/**
 * Where in a text, JSON or XML, the elements stand that issues are about: the line and column that HL7's validator
 * tells beside the FHIRPath. One pass over the text, which goes down only where something is wanted.
 * https://hl7.org/fhir/extensions/StructureDefinition-operationoutcome-issue-line.html
 */
import { XmlReader } from './xml/reader.ts';

export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Steps that are wanted below an element, and which expressions end here. */
interface Wanted {
  readonly steps: Map<string, Wanted>;
  readonly ends: number[];
}

/** Longer texts are not looked through: who sends them knows other ways. */
const longestText = 4 * 1024 * 1024;
const mostSteps = 64;

/**
 * For each expression (`Patient.name[0].family`) where that element begins, or the nearest around it that is there.
 * The text is well-formed: it was read before. `place`: where in it the resource stands, when it is not the whole.
 */
export function sourceSpots(text: string, expressions: readonly (string | undefined)[], place?: string): Spot[] {
  if (text.length > longestText) return [];
  const root: Wanted = { steps: new Map(), ends: [] };
  expressions.forEach((expression = '', at) => {
    const inside = expression.split('.').slice(1).join('.');
    const path = place === undefined ? inside : [place.split('.').slice(1).join('.'), inside].filter(Boolean).join('.');
    let wanted = root;
    for (const step of stepsOf(path)) {
      const next = wanted.steps.get(step) ?? { steps: new Map(), ends: [] };
      wanted.steps.set(step, next);
      wanted = next;
    }
    wanted.ends.push(at);
  });
  const found = new Array<number>(expressions.length).fill(0);
  const isXml = /^\ufeff?\s*</.test(text);
  if (isXml) new XmlSearch(text, found).search(root);
  else new JsonSearch(text, found).search(root);
  return spotsAt(isXml ? text.replace(/\r\n?/g, '\n') : text, found);
}

/** `name[0].given[1]` → `name`, `0`, `given`, `1`. What is no such path ends where it stops being one. */
function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const part of path === '' ? [] : path.split('.')) {
    const [, name, index] = /^([A-Za-z_]\w*)(?:\[(\d{1,6})\])?$/.exec(part) ?? [];
    if (name === undefined || steps.length >= mostSteps) break;
    steps.push(name);
    if (index !== undefined) steps.push(index);
  }
  return steps;
}

/** Everything below an element that is not there is where the element around it is. */
function settle(wanted: Wanted, offset: number, found: number[]): void {
  const open = [wanted];
  for (let at = open.pop(); at; at = open.pop()) {
    for (const end of at.ends) found[end] = offset;
    open.push(...at.steps.values());
  }
}

/** The step that an element's name answers: its own, or that of the choice that it is a form of. */
function stepFor({ steps }: Wanted, name: string): Wanted | undefined {
  const own = steps.get(name);
  if (own) return own;
  for (let length = name.length - 1; length > 0; length--) {
    if (/[A-Z]/.test(name[length] as string)) {
      const choice = steps.get(name.slice(0, length));
      if (choice) return choice;
    }
  }
  return undefined;
}

class JsonSearch {
  private readonly text: string;
  private readonly found: number[];
  private at = 0;

  constructor(text: string, found: number[]) {
    this.text = text;
    this.found = found;
  }

  search(root: Wanted): void {
    this.blank();
    this.value(root);
  }

  private blank(): void {
    while (/[\s\ufeff]/.test(this.text[this.at] ?? '')) this.at++;
  }

  /** Stands at a value and leaves behind it. */
  private value(wanted: Wanted | undefined): void {
    if (wanted) settle(wanted, this.at, this.found);
    const sign = this.text[this.at];
    if (sign === '{') this.object(wanted);
    else if (sign === '[') this.array(wanted);
    else if (sign === '"') this.string();
    else while (this.at < this.text.length && !/[\s,\]}]/.test(this.text[this.at] as string)) this.at++;
  }

  private object(wanted: Wanted | undefined): void {
    if (!wanted || wanted.steps.size === 0) return this.skip();
    this.at++;
    for (;;) {
      this.blank();
      if (this.text[this.at] !== '"') break;
      const start = this.at;
      const name = this.string().replace(/^_/, '');
      this.blank();
      this.at++; // the colon
      this.blank();
      const step = stepFor(wanted, name);
      this.value(step);
      // The name is where an element begins; what repeats begins with each item.
      if (step) for (const end of step.ends) this.found[end] = start;
      this.blank();
      if (this.text[this.at] === ',') this.at++;
    }
    this.at++;
  }

  private array(wanted: Wanted | undefined): void {
    if (!wanted || wanted.steps.size === 0) return this.skip();
    const isNumbered = [...wanted.steps.keys()].some((step) => /^\d/.test(step));
    this.at++;
    for (let index = 0; ; index++) {
      this.blank();
      if (this.text[this.at] === ']' || this.at >= this.text.length) break;
      const before = this.at;
      // A step without number into a list means its first item.
      this.value(isNumbered ? wanted.steps.get(String(index)) : index === 0 ? wanted : undefined);
      this.blank();
      if (this.text[this.at] === ',') this.at++;
      if (this.at === before) break;
    }
    this.at++;
  }

  private string(): string {
    const start = ++this.at;
    while (this.at < this.text.length && this.text[this.at] !== '"') this.at += this.text[this.at] === '\\' ? 2 : 1;
    return this.text.slice(start, this.at++);
  }

  /** Behind what is open here. */
  private skip(): void {
    let depth = 0;
    do {
      const sign = this.text[this.at];
      if (sign === '"') this.string();
      else {
        if (sign === '{' || sign === '[') depth++;
        else if (sign === '}' || sign === ']') depth--;
        this.at++;
      }
    } while (depth > 0 && this.at < this.text.length);
  }
}

class XmlSearch {
  private readonly reader: XmlReader;
  private readonly found: number[];

  constructor(text: string, found: number[]) {
    this.reader = new XmlReader(text.startsWith('\ufeff') ? text.slice(1) : text);
    this.found = found;
  }

  search(root: Wanted): void {
    for (let tag = this.reader.next(); tag.kind !== 'end'; tag = this.reader.next()) {
      if (tag.kind !== 'open') continue;
      settle(root, tag.start, this.found);
      if (!tag.isEmpty) this.children(root);
      return;
    }
  }

  /** Reads to the end of the element that is open. */
  private children(wanted: Wanted | undefined): void {
    const counts = new Map<string, number>();
    for (let tag = this.reader.next(); tag.kind !== 'close' && tag.kind !== 'end'; tag = this.reader.next()) {
      if (tag.kind !== 'open') continue;
      const index = counts.get(tag.name) ?? 0;
      counts.set(tag.name, index + 1);
      // <resource><Patient>: the tag with the name of the type is no element of its own.
      const isType = /^[A-Z]/.test(tag.name);
      const named = wanted && (isType ? wanted : stepFor(wanted, tag.name));
      const step = isType ? named : (named?.steps.get(String(index)) ?? (index === 0 ? named : undefined));
      if (named && index === 0 && !isType) settle(named, tag.start, this.found);
      else if (step && !isType) settle(step, tag.start, this.found);
      if (!tag.isEmpty) this.children(step);
    }
  }
}

function spotsAt(text: string, offsets: readonly number[]): Spot[] {
  const starts = [0];
  for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
  return offsets.map((offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  });
}
