/** Reads FHIRPath into a tree. http://hl7.org/fhirpath/N1/grammar.html */

export type Node =
  | { kind: 'literal'; value: string | boolean; type: 'string' | 'boolean' | 'date' }
  | { kind: 'literal'; value: number; type: 'number'; text: string }
  | { kind: 'quantity'; value: string; unit: string; isCalendar: boolean }
  | { kind: 'empty' }
  | { kind: 'this' }
  | { kind: 'index' }
  | { kind: 'total' }
  | { kind: 'constant'; name: string }
  | { kind: 'member'; of: Node | undefined; name: string }
  | { kind: 'call'; of: Node | undefined; name: string; args: Node[] }
  | { kind: 'item'; of: Node; at: Node }
  /** `-of`; or as a key of sort(), `of desc`. */
  | { kind: 'negate'; of: Node; isDescending?: true }
  | { kind: 'binary'; operator: string; left: Node; right: Node }
  | { kind: 'type'; operator: 'is' | 'as'; of: Node; type: string; namespace: string | undefined };

/** What nests deeper is no expression that anybody wrote. */
const deepest = 64;
const calendarWords = /^(?:year|month|week|day|hour|minute|second|millisecond)s?$/;

/** `@2026`, `@2026-11-25T10:00:00+01:00`, `@T10:30`: no sign behind it may be taken for a part of it. */
const time = '\\d\\d(?::\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)?';
const day = '\\d{4}(?:-\\d\\d(?:-\\d\\d)?)?';
const date = new RegExp(`(@(?:T${time}|${day}(?:T(?:${time}(?:Z|[+-]\\d\\d:\\d\\d)?)?)?)(?![\\d:]))`);

const token = new RegExp(
  `\\s*(?:${[
    /(\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)/, // comment
    date,
    /(\d+(?:\.\d+|L\b)?)/, // number
    /'((?:[^'\\]|\\[^])*)'/, // string
    /`((?:[^`\\]|\\[^])*)`/, // quoted name
    // A minus belongs to what FHIR writes with one (%vs-[name]); behind other names it takes away.
    /%((?:vs|ext)-[\w-]+|\w+|`(?:[^`\\]|\\[^])*`|'(?:[^'\\]|\\[^])*')/, // constant
    /(\$?[A-Za-z_]\w*)/, // name
    /(<=|>=|!=|!~|[-+*/=~<>|&.,()[\]{}])/, // sign
  ]
    .map(({ source }) => source)
    .join('|')})`,
  'y',
);

interface Token {
  kind: 'date' | 'number' | 'string' | 'name' | 'quoted' | 'constant' | 'sign' | 'end';
  text: string;
}

/** Operators by how tightly they bind, loosest first. */
const levels: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '~', '!=', '!~'],
  ['<', '<=', '>', '>='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
];

/** Parses an expression. Throws a SyntaxError for what is no FHIRPath. */
export function parseFhirPath(text: string): Node {
  return new Parser(tokensOf(text), text).whole();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const start = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw new SyntaxError(`FHIRPath: cannot read "${text.slice(start)}"`);
    const [, comment, date, number, string, quoted, constant, name, sign] = found;
    if (comment !== undefined) continue;
    if (date !== undefined) tokens.push({ kind: 'date', text: date.slice(1) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (string !== undefined) tokens.push({ kind: 'string', text: unescape(string) });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: unescape(quoted) });
    else if (constant !== undefined) tokens.push({ kind: 'constant', text: nameOf(constant) });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign as string });
  }
  return tokens;
}

const escapes: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t', f: '\f' };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, hex: string | undefined, letter: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[letter] ?? letter),
  );
}

const nameOf = (constant: string): string => (/^[`']/.test(constant) ? unescape(constant.slice(1, -1)) : constant);

class Parser {
  private readonly tokens: Token[];
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(tokens: Token[], text: string) {
    this.tokens = tokens;
    this.text = text;
  }

  whole(): Node {
    const node = this.expression(0);
    if (this.peek().kind !== 'end') this.fail();
    return node;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  private takes(text: string): boolean {
    const { kind, text: found } = this.peek();
    if (found !== text || (kind !== 'sign' && kind !== 'name')) return false;
    this.at++;
    return true;
  }

  private demand(text: string): void {
    if (!this.takes(text)) this.fail();
  }

  private fail(): never {
    throw new SyntaxError(`FHIRPath: unexpected "${this.peek().text}" in "${this.text}"`);
  }

  private expression(level: number): Node {
    if (level > 0) return this.binary(level);
    if (++this.depth > deepest) throw new SyntaxError(`FHIRPath: nested deeper than ${deepest}`);
    const node = this.binary(0);
    this.depth--;
    return node;
  }

  private binary(level: number): Node {
    if (level === levels.length) return this.unary();
    let left = this.expression(level + 1);
    for (;;) {
      const operator = (levels[level] as readonly string[]).find((sign) => this.takes(sign));
      if (!operator) return left;
      // `x is Integer.not()` asks for what is not one: the grammar lets nothing but a name follow within a type.
      if (operator === 'is' || operator === 'as') {
        left = this.postfix({ kind: 'type', operator, of: left, ...this.typeName() });
      } else left = { kind: 'binary', operator, left, right: this.expression(level + 1) };
    }
  }

  private typeName(): { type: string; namespace: string | undefined } {
    const name = this.name();
    const isCall = this.tokens[this.at + 2]?.text === '(' && this.tokens[this.at + 2]?.kind === 'sign';
    return !isCall && this.takes('.') ? { type: this.name(), namespace: name } : { type: name, namespace: undefined };
  }

  private name(): string {
    const { kind, text } = this.peek();
    if (kind !== 'name' && kind !== 'quoted') this.fail();
    this.at++;
    return text;
  }

  /** `+` says nothing but that a number follows: it is two minuses. http://hl7.org/fhirpath/#unary-operators */
  private unary(): Node {
    let negations = 0;
    while (this.peek().kind === 'sign' && /^[+-]$/.test(this.peek().text)) {
      negations += this.peek().text === '-' ? 1 : 2;
      if (++this.at && negations > deepest) this.fail();
    }
    if (negations > 0) {
      let negated = this.postfix(this.term());
      for (; negations > 0; negations--) negated = { kind: 'negate', of: negated };
      return negated;
    }
    return this.postfix(this.term());
  }

  private postfix(of: Node): Node {
    let node = of;
    for (;;) {
      if (this.takes('.')) node = this.invocation(node);
      else if (this.takes('[')) {
        node = { kind: 'item', of: node, at: this.expression(0) };
        this.demand(']');
      } else return node;
    }
  }

  private term(): Node {
    const { kind, text } = this.peek();
    if (kind === 'string' || kind === 'number' || kind === 'date' || kind === 'constant') {
      this.at++;
      if (kind === 'constant') return { kind: 'constant', name: text };
      return kind === 'number' ? this.number(text) : { kind: 'literal', value: text, type: kind };
    }
    if (this.takes('(')) {
      const inner = this.expression(0);
      this.demand(')');
      return inner;
    }
    if (this.takes('{')) {
      this.demand('}');
      return { kind: 'empty' };
    }
    if (kind === 'name' && (text === 'true' || text === 'false')) {
      this.at++;
      return { kind: 'literal', value: text === 'true', type: 'boolean' };
    }
    return this.invocation(undefined);
  }

  /** A number, or with a unit behind it a quantity. */
  private number(text: string): Node {
    const { kind, text: unit } = this.peek();
    const isCalendar = kind === 'name' && calendarWords.test(unit);
    if ((kind !== 'string' && !isCalendar) || text.endsWith('L')) {
      return { kind: 'literal', value: Number.parseFloat(text), type: 'number', text };
    }
    this.at++;
    return { kind: 'quantity', value: text, unit: isCalendar ? unit.replace(/s$/, '') : unit, isCalendar };
  }

  private invocation(of: Node | undefined): Node {
    const isQuoted = this.peek().kind === 'quoted';
    const name = this.name();
    if (name.startsWith('$') && !isQuoted && !['$this', '$index', '$total'].includes(name)) this.fail();
    if (name === '$this') return { kind: 'this' };
    if (name === '$index') return { kind: 'index' };
    if (name === '$total') return { kind: 'total' };
    if (!this.takes('(')) return { kind: 'member', of, name };
    const args: Node[] = [];
    if (!this.takes(')')) {
      do {
        const argument = this.expression(0);
        // sort() alone says in which direction.
        if (name === 'sort' && this.takes('desc')) args.push({ kind: 'negate', of: argument, isDescending: true });
        else args.push(argument);
        if (name === 'sort') this.takes('asc');
      } while (this.takes(','));
      this.demand(')');
    }
    return { kind: 'call', of, name, args };
  }
}
