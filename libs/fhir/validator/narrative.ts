/**
 * Is a narrative safe to show? Well-formed XHTML of the allowed elements, without anything that acts.
 * https://hl7.org/fhir/R4/narrative.html (rules txt-1 and txt-2). One pass, linear in the text.
 */
import { isEntity } from '../xml/entities.ts';

const elements = new Set(
  `a abbr acronym address b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6
   hr i img ins del kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul
   var font center map area`.split(/\s+/),
);
const attributes = new Set(
  `abbr accesskey align alt axis bgcolor border cellpadding cellspacing char charoff cite class clear color colspan
   compact coords datetime dir face frame headers height href hspace hreflang id ismap lang longdesc name noshade nowrap
   rel rev rowspan rules scope shape size span src start style summary tabindex target title type usemap valign value
   vspace width xml:lang xml:space xmlns`.split(/\s+/),
);
const addresses = new Set(['href', 'src', 'cite', 'longdesc', 'usemap']);
const deepest = 100;

const name = /[A-Za-z_][\w:.-]*/y;
const attribute = /\s+([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEnd = /\s*(\/?)>/y;
const entity = /&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,30}));/y;

/** What is wrong with the XHTML of a Narrative.div, in plain words; undefined when it is fine. */
export function narrativeProblem(xhtml: string): string | undefined {
  try {
    new Reader(xhtml).read();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return `Rule txt-1 or txt-2 is broken: ${error.message}`;
    throw error;
  }
}

class Problem extends Error {}

class Reader {
  private readonly text: string;
  private at = 0;
  private readonly open: string[] = [];
  private hasContent = false;
  private hasRoot = false;

  constructor(text: string) {
    this.text = text;
  }

  read(): void {
    while (this.at < this.text.length) {
      const next = this.text.indexOf('<', this.at);
      this.characters(this.text.slice(this.at, next < 0 ? this.text.length : next));
      if (next < 0) break;
      this.at = next;
      this.markup();
    }
    if (this.open.length > 0) throw new Problem(`<${this.open.at(-1)}> is not closed.`);
    if (!this.hasRoot) throw new Problem('the narrative must be one <div> element.');
    if (!this.hasContent) throw new Problem('the narrative has no text and no image.');
  }

  private characters(text: string): void {
    // White space alone is not much of a narrative, but HL7's own examples have it.
    if (this.open.length > 0) this.hasContent ||= text !== '';
    else if (text.trim() !== '') throw new Problem('there is text outside of the <div>.');
    checkEntities(text);
  }

  private markup(): void {
    if (this.text.startsWith('<!--', this.at)) {
      const end = this.text.indexOf('-->', this.at + 4);
      if (end < 0) throw new Problem('a comment is not closed.');
      this.at = end + 3;
    } else if (this.text.startsWith('</', this.at)) this.closing();
    else if (/[!?]/.test(this.text[this.at + 1] ?? '')) throw new Problem('declarations (<!, <?) are not allowed.');
    else this.opening();
  }

  private word(): string {
    name.lastIndex = this.at;
    const found = name.exec(this.text)?.[0];
    if (!found) throw new Problem('"<" must be written as "&lt;".');
    this.at += found.length;
    return found;
  }

  private opening(): void {
    this.at++;
    const tag = this.word();
    if (this.open.length === 0 && (tag !== 'div' || this.hasRoot)) {
      throw new Problem('the narrative must be one <div> element.');
    }
    if (!elements.has(tag)) throw new Problem(`the element <${tag.slice(0, 30)}> is not allowed.`);
    this.hasRoot = true;
    this.attributes(tag);
    tagEnd.lastIndex = this.at;
    const end = tagEnd.exec(this.text);
    if (!end) throw new Problem(`the tag <${tag}> is not well-formed.`);
    this.at = tagEnd.lastIndex;
    if (tag === 'img') this.hasContent = true;
    if (end[1] === '/') return;
    this.open.push(tag);
    if (this.open.length > deepest) throw new Problem(`it is nested deeper than ${deepest} elements.`);
  }

  private attributes(tag: string): void {
    const seen = new Set<string>();
    for (;;) {
      attribute.lastIndex = this.at;
      const found = attribute.exec(this.text);
      if (!found) break;
      this.at = attribute.lastIndex;
      const [, key = '', double, single] = found;
      if (!attributes.has(key)) throw new Problem(`the attribute "${key.slice(0, 30)}" is not allowed on <${tag}>.`);
      if (seen.has(key)) throw new Problem(`the attribute "${key}" stands twice on <${tag}>.`);
      seen.add(key);
      checkValue(key, double ?? single ?? '');
    }
    if (this.open.length === 0 && !seen.has('xmlns')) {
      throw new Problem('the <div> must have xmlns="http://www.w3.org/1999/xhtml".');
    }
  }

  private closing(): void {
    this.at += 2;
    const tag = this.word();
    const open = this.open.pop();
    if (tag !== open) throw new Problem(`</${tag.slice(0, 30)}> does not close <${open ?? ''}>.`);
    tagEnd.lastIndex = this.at;
    if (tagEnd.exec(this.text)?.[1] !== '') throw new Problem(`</${tag}> is not well-formed.`);
    this.at = tagEnd.lastIndex;
  }
}

/** HTML's names of characters and those of XML. https://hl7.org/fhir/R4/narrative.html */
function checkEntities(text: string): void {
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    entity.lastIndex = at;
    const found = entity.exec(text);
    if (!found) throw new Problem('"&" must be written as "&amp;".');
    if (found[1] !== undefined && !isEntity(found[1])) throw new Problem(`no character has the name &${found[1]};.`);
  }
}

/** What makes a style act. A picture that it carries within, or one beside the page, does not: HL7's own tables have them. */
const acting = /expression\(|javascript:|vbscript:|behavior:|-moz-binding|@import|url\(/;
const picture =
  /url\((["']?)(?:data:image\/(?:png|jpeg|gif|bmp|webp);base64,[a-z0-9+/=]*|[\w-]+\.(?:png|gif|jpe?g))\1\)/g;

function checkValue(key: string, value: string): void {
  checkEntities(value);
  if (key === 'xmlns' && value !== 'http://www.w3.org/1999/xhtml') {
    throw new Problem('the <div> must have xmlns="http://www.w3.org/1999/xhtml".');
  }
  // Browsers drop white space and control characters from addresses, and read entities: so do we.
  const plain = decoded(value)
    .replace(/[\u0000-\u0020\u007f]+/g, '')
    .toLowerCase();
  if (
    addresses.has(key) &&
    /^(?:javascript|vbscript|data(?!:image\/(?:png|jpeg|gif|webp|bmp|svg\+xml)[;,])|file|blob):/.test(plain)
  ) {
    throw new Problem(`the address in "${key}" is not allowed.`);
  }
  if (key === 'style' && acting.test(plain.replace(picture, ''))) {
    throw new Problem('the style may not load or run anything.');
  }
}

// biome-ignore format: a table
const named: { readonly [entity: string]: string } = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", colon: ':', Tab: '\t', NewLine: '\n', lpar: '(', sol: '/',
};

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, word) => {
    if (word) return named[word as string] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}
