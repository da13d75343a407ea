/**
 * Reads XML tag by tag, building nothing. https://www.w3.org/TR/xml/ https://www.w3.org/TR/xml-names/
 *
 * What FHIR does not need is not there: no DOCTYPE, no entities but the five, no external anything. Linear in the text;
 * what is open is a stack of names.
 */
import { XmlRefused } from './refused.ts';

export interface Attribute {
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}

export interface Tag {
  readonly kind: 'open' | 'close' | 'text' | 'end';
  readonly namespace: string;
  /** Without prefix. */
  readonly name: string;
  /** As it stands, with its prefix. */
  readonly qualified: string;
  /** Of an opening tag; those that declare namespaces are left out. */
  readonly attributes: readonly Attribute[];
  /** `<x/>`: no closing tag comes. */
  readonly isEmpty: boolean;
  /** Does an opening tag declare the default namespace itself? */
  readonly declares: boolean;
  /** Of a text: is there more than white space? */
  readonly isBlank: boolean;
  /** Where it begins and ends in the text. */
  readonly start: number;
  readonly end: number;
}

interface Open {
  qualified: string;
  /** Namespaces by prefix that were in force outside. */
  outer: ReadonlyMap<string, string>;
}

const mostAttributes = 64;
const deepest = 256;
const name = /[A-Za-z_\u00c0-\ufffd][\w.\-\u00b7-\ufffd]*(?::[A-Za-z_\u00c0-\ufffd][\w.\-\u00b7-\ufffd]*)?/y;
const attribute = new RegExp(`(\\s+)(${name.source})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const xmlDeclaration =
  /^\s+version\s*=\s*(["'])1\.\d\1(?:\s+encoding\s*=\s*(["'])([A-Za-z][\w.-]*)\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\4)?\s*$/;
const tagEnd = /\s*(\/?)>/y;
const reference = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,8}));/y;
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const named: { readonly [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const blank = { namespace: '', name: '', qualified: '', attributes: [], isEmpty: false, declares: false };

export class XmlReader {
  readonly text: string;
  private at = 0;
  private readonly open: Open[] = [];
  private scope: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
  private hasRoot = false;

  /** @throws XmlRefused for what is no XML text at all. */
  constructor(text: string) {
    this.text = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    const bad = forbidden.exec(this.text);
    if (bad) throw this.refused('bad-text', 'The text has a character that XML does not allow.', bad.index);
    this.declaration();
  }

  /** Elements that are open. */
  get depth(): number {
    return this.open.length;
  }

  refused(code: string, says: string, at = this.at): XmlRefused {
    let line = 1;
    for (let next = this.text.indexOf('\n'); next >= 0 && next < at; next = this.text.indexOf('\n', next + 1)) line++;
    return new XmlRefused(code, says, line);
  }

  /** The next tag, text or the end; comments and processing instructions are dropped. */
  next(): Tag {
    for (;;) {
      if (this.at >= this.text.length) return this.finish();
      if (this.text[this.at] !== '<') return this.characters();
      if (this.text.startsWith('<!--', this.at)) this.skipTo('-->', 4, 'A comment');
      else if (this.text.startsWith('<?', this.at)) this.skipTo('?>', 2, 'A processing instruction');
      else if (this.text.startsWith('<!', this.at)) throw this.noDeclarations();
      else return this.text[this.at + 1] === '/' ? this.closing() : this.opening();
    }
  }

  private noDeclarations(): XmlRefused {
    if (this.text.startsWith('<![CDATA[', this.at)) {
      return this.refused('not-fhir', 'CDATA sections are not read: write the text with &lt; and &amp;.');
    }
    return this.refused('forbidden-doctype', 'A DOCTYPE (or another <! declaration) is not allowed. Leave it out.');
  }

  private declaration(): void {
    if (!this.text.startsWith('<?xml') || !/\s/.test(this.text[5] ?? '')) return;
    const end = this.text.indexOf('?>');
    if (end < 0) throw this.malformed('the XML declaration is not closed');
    const said = this.text.slice(5, end);
    const parts = xmlDeclaration.exec(said);
    if (!parts) throw this.malformed('the XML declaration is not right');
    const encoding = parts[3]?.toLowerCase();
    if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'us-ascii') {
      throw this.refused('bad-text', 'The XML declaration names another encoding. Send XML as UTF-8.');
    }
    this.at = end + 2;
  }

  private malformed(what: string, at = this.at): XmlRefused {
    return this.refused('not-xml', `This is not well-formed XML: ${what}.`, at);
  }

  private skipTo(close: string, past: number, what: string): void {
    const end = this.text.indexOf(close, this.at + past);
    if (end < 0) throw this.malformed(`${what.toLowerCase()} is not closed`);
    if (close === '-->' && this.text.slice(this.at + past, end + 1).includes('--')) {
      throw this.malformed('a comment may not have "--" in it');
    }
    if (close === '?>') this.checkInstruction(this.at + 2, end);
    this.at = end + close.length;
  }

  private checkInstruction(start: number, end: number): void {
    name.lastIndex = start;
    const target = name.exec(this.text)?.[0];
    const after = start + (target?.length ?? 0);
    const isNamed = target !== undefined && (after === end || /\s/.test(this.text[after] ?? ''));
    if (!isNamed || target.includes(':')) throw this.malformed('"<?" must be followed by a name and a space');
    if (/^xml$/i.test(target)) throw this.malformed('the XML declaration may only stand at the very beginning');
  }

  private finish(): Tag {
    const last = this.open.at(-1);
    if (last) throw this.malformed(`<${last.qualified.slice(0, 60)}> is not closed`);
    if (!this.hasRoot) throw this.malformed('there is no element');
    return { ...blank, kind: 'end', isBlank: true, start: this.at, end: this.at };
  }

  private characters(): Tag {
    const start = this.at;
    const next = this.text.indexOf('<', start);
    this.at = next < 0 ? this.text.length : next;
    const text = this.text.slice(start, this.at);
    const isBlank = !/[^ \t\n\r]/.test(text);
    if (!isBlank && this.open.length === 0) throw this.malformed('there is text outside of the root element', start);
    if (text.includes(']]>')) throw this.malformed('"]]>" may not stand in a text', start);
    if (text.includes('&')) this.decoded(text, start);
    return { ...blank, kind: 'text', isBlank, start, end: this.at };
  }

  private word(): string {
    name.lastIndex = this.at;
    const found = name.exec(this.text)?.[0];
    if (found === undefined) throw this.malformed('"<" must be followed by a name');
    this.at += found.length;
    return found;
  }

  private opening(): Tag {
    const start = this.at++;
    if (this.open.length === 0 && this.hasRoot) throw this.malformed('there is a second root element', start);
    if (this.open.length >= deepest) throw this.refused('too-deep', `Elements may be nested ${deepest} deep at most.`);
    this.hasRoot = true;
    const qualified = this.word();
    const outer = this.scope;
    const { plain, declares } = this.attributes();
    tagEnd.lastIndex = this.at;
    const end = tagEnd.exec(this.text);
    if (!end) throw this.malformed(`the tag <${qualified.slice(0, 60)}> is not well-formed`);
    this.at = tagEnd.lastIndex;
    const isEmpty = end[1] === '/';
    const [namespace, local] = this.resolve(qualified, true);
    const attributes = plain.map(([key, value]) => {
      const [space, own] = this.resolve(key, false);
      return { namespace: space, name: own, value };
    });
    if (isEmpty) this.scope = outer;
    else this.open.push({ qualified, outer });
    const rest = { isEmpty, declares, isBlank: false, start, end: this.at };
    return { kind: 'open', namespace, name: local, qualified, attributes, ...rest };
  }

  private attributes(): { plain: [string, string][]; declares: boolean } {
    const plain: [string, string][] = [];
    const seen = new Set<string>();
    let declares = false;
    for (;;) {
      attribute.lastIndex = this.at;
      const found = attribute.exec(this.text);
      if (!found) break;
      const [, , key = '', double, single] = found;
      const value = this.decoded((double ?? single ?? '').replace(/[\t\n]/g, ' '), this.at);
      this.at = attribute.lastIndex;
      if (seen.has(key)) throw this.malformed(`the attribute "${key.slice(0, 60)}" stands twice`);
      if (seen.size >= mostAttributes)
        throw this.refused('too-many', `An element may have ${mostAttributes} attributes.`);
      seen.add(key);
      if (key === 'xmlns' || key.startsWith('xmlns:')) {
        if (key === 'xmlns') declares = true;
        if (/^xmlns:(?:xmlns|xml)$/.test(key) || (key !== 'xmlns' && value === '')) {
          throw this.malformed(`"${key.slice(0, 60)}" may not be declared so`);
        }
        this.scope = new Map(this.scope).set(key.slice(6), value);
      } else plain.push([key, value]);
    }
    return { plain, declares };
  }

  private resolve(qualified: string, isElement: boolean): [namespace: string, local: string] {
    const colon = qualified.indexOf(':');
    if (colon < 0) return [isElement ? (this.scope.get('') ?? '') : '', qualified];
    const namespace = this.scope.get(qualified.slice(0, colon));
    if (namespace === undefined) throw this.malformed(`nobody declared the prefix of "${qualified.slice(0, 60)}"`);
    return [namespace, qualified.slice(colon + 1)];
  }

  private closing(): Tag {
    const start = this.at;
    this.at += 2;
    const qualified = this.word();
    const open = this.open.pop();
    if (open?.qualified !== qualified) {
      throw this.malformed(
        `</${qualified.slice(0, 60)}> does not close <${open?.qualified.slice(0, 60) ?? ''}>`,
        start,
      );
    }
    tagEnd.lastIndex = this.at;
    if (tagEnd.exec(this.text)?.[1] !== '') throw this.malformed(`</${qualified.slice(0, 60)}> is not well-formed`);
    this.at = tagEnd.lastIndex;
    this.scope = open.outer;
    return { ...blank, kind: 'close', qualified, isBlank: false, start, end: this.at };
  }

  private decoded(text: string, at: number): string {
    let amp = text.indexOf('&');
    if (amp < 0) return text;
    let done = '';
    let from = 0;
    for (; amp >= 0; amp = text.indexOf('&', from)) {
      reference.lastIndex = amp;
      const found = reference.exec(text);
      if (!found) throw this.malformed('"&" must be written as "&amp;"', at);
      done += text.slice(from, amp) + this.character(found, at);
      from = reference.lastIndex;
    }
    return done + text.slice(from);
  }

  private character([, decimal, hex, entity]: RegExpExecArray, at: number): string {
    if (entity !== undefined) {
      const known = Object.hasOwn(named, entity) ? named[entity] : undefined;
      if (known === undefined) {
        const says = `The entity &${entity}; is not known in XML: write the character itself, or its number (&#160;).`;
        throw this.refused('unknown-entity', says, at);
      }
      return known;
    }
    const point = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    const character = point <= 0x10ffff ? String.fromCodePoint(point) : '\u0000';
    if (forbidden.test(character)) throw this.refused('bad-text', 'A reference names no character of XML.', at);
    return character;
  }
}
