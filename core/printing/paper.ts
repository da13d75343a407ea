/** What printed pages stand on: pdfkit, embedded fonts of three scripts, words that are measured and broken. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openTypeOf } from './woff.ts';

/** The part of pdfkit that is used. */
export interface Pdf {
  registerFont(name: string, source: Buffer): Pdf;
  font(name: string): Pdf;
  fontSize(size: number): Pdf;
  fillColor(color: string): Pdf;
  lineWidth(width: number): Pdf;
  rect(x: number, y: number, width: number, height: number): Pdf;
  fill(): Pdf;
  stroke(): Pdf;
  moveTo(x: number, y: number): Pdf;
  lineTo(x: number, y: number): Pdf;
  widthOfString(text: string): number;
  text(text: string, x: number, y: number, options: { lineBreak: false }): Pdf;
  addPage(): Pdf;
  dash(length: number, options: { space: number }): Pdf;
  undash(): Pdf;
  markContent(tag: 'Artifact', options: { type: 'Layout' }): Pdf;
  endMarkedContent(): Pdf;
  struct(type: string, options: { alt?: string; bbox?: readonly number[] }, children?: () => void): Struct;
  addStructure(struct: Struct): Pdf;
  end(): void;
  on(event: 'data', listen: (chunk: Buffer) => void): Pdf;
  on(event: 'end', listen: () => void): Pdf;
  on(event: 'error', listen: (error: Error) => void): Pdf;
}

/** An element of the document's structure: what a screen reader goes by. ISO 32000-1, 14.7 */
export interface Struct {
  add(child: Struct): Struct;
  end(): void;
}

const scripts = ['latin', 'latin-ext', 'cyrillic'] as const;
type Script = (typeof scripts)[number];
export type Weight = 400 | 700;

const require = createRequire(import.meta.url);
const fonts = new Map<string, Buffer>();
function fontOf(script: Script, weight: Weight): Buffer {
  const name = `ibm-plex-sans-${script}-${weight}-normal.woff`;
  const known = fonts.get(name);
  if (known) return known;
  const read = openTypeOf(readFileSync(require.resolve(`@fontsource/ibm-plex-sans/files/${name}`)));
  fonts.set(name, read);
  return read;
}

/** Which of the fonts has a character: each holds the letters of one script. */
function scriptOf(character: string): Script {
  const point = character.codePointAt(0) ?? 0;
  if (point >= 0x400 && point <= 0x4ff) return 'cyrillic';
  const isLatin = point <= 0xff || (point >= 0x2000 && point <= 0x206f) || point === 0x20ac || point === 0x2122;
  return isLatin ? 'latin' : 'latin-ext';
}

interface Run {
  readonly script: Script;
  readonly text: string;
}

function runsOf(text: string): Run[] {
  const runs: { script: Script; text: string }[] = [];
  for (const character of text) {
    const script = scriptOf(character);
    const last = runs.at(-1);
    if (last?.script === script) last.text += character;
    else runs.push({ script, text: character });
  }
  return runs;
}

/** Widths of words, by font. */
const measured = new Map<string, number>();
const measuredAtMost = 20_000;

interface Placing {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: Weight;
}

/** Words on paper: in fonts that are embedded, as wide as they are. */
export class Paper {
  protected readonly pdf: Pdf;

  constructor(pdf: Pdf) {
    this.pdf = pdf;
    for (const script of scripts) {
      for (const weight of [400, 700] as const) pdf.registerFont(`${script}-${weight}`, fontOf(script, weight));
    }
  }

  /** Width in points. Words are measured once in a process. */
  width(text: string, size: number, weight: Weight): number {
    let sum = 0;
    for (const { script, text: said } of runsOf(text)) {
      for (const word of said.split(/(?<= )/)) sum += this.unitWidth(word, `${script}-${weight}`) * size;
    }
    return sum;
  }

  /** Width of a word at one point. */
  private unitWidth(word: string, font: string): number {
    const known = measured.get(`${font} ${word}`);
    if (known !== undefined) return known;
    if (measured.size >= measuredAtMost) measured.clear();
    const width = this.pdf.font(font).fontSize(100).widthOfString(word) / 100;
    measured.set(`${font} ${word}`, width);
    return width;
  }

  /** One line, from its upper left corner on. */
  draw(text: string, { x, y, size, weight }: Placing): void {
    let at = x;
    for (const run of runsOf(text)) {
      this.pdf.font(`${run.script}-${weight}`).fontSize(size);
      this.pdf.text(run.text, at, y, { lineBreak: false });
      at += this.width(run.text, size, weight);
    }
  }

  /** Lines broken at spaces; a word longer than the line is broken where it must be. */
  broken(text: string, { size, weight, width }: { size: number; weight: Weight; width: number }): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(/\s+/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.width(longer, size, weight) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = '';
      for (const character of word) {
        if (line !== '' && this.width(line + character, size, weight) > width) {
          lines.push(line);
          line = '';
        }
        line += character;
      }
    }
    return line === '' && lines.length > 0 ? lines : [...lines, line];
  }
}

export interface PaperOptions {
  readonly title: string;
  readonly layout?: 'portrait' | 'landscape';
  /** With a structure for screen readers (PDF/UA); whoever draws must then mark everything. */
  readonly tagged?: true;
}

/** A document of A4, filled by `draw`. pdfkit is loaded when one is first made. */
export async function a4({ title, layout = 'portrait', tagged }: PaperOptions, draw: (pdf: Pdf) => void) {
  const name = 'pdfkit' as string;
  const { default: Document } = (await import(name)) as { default: new (options: object) => Pdf };
  const pdf = new Document({
    ...{ size: 'A4', layout, margin: 0, lang: 'pl-PL', displayTitle: true },
    ...(tagged && { pdfVersion: '1.7', tagged, subset: 'PDF/UA' }),
    info: { Title: title, Creator: 'e-Zdrowie', Producer: 'e-Zdrowie' },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk) => void chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  draw(pdf);
  pdf.end();
  return done;
}
