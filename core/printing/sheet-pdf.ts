/**
 * The information sheet as a PDF: A4, black and white, fonts embedded, made to be printed. Content by art. 96b of the
 * Pharmaceutical Law: identification of the package by barcode and code, medicines with dosage, dates, who issued it.
 */
import { code128 } from './code128.ts';
import type { InformationSheet, SheetLine } from './model.ts';
import { a4, Paper, type Weight } from './paper.ts';

/** Points: 595 by 842. */
const page = { width: 595.28, height: 841.89, margin: 48 };
const inner = page.width - 2 * page.margin;

class Sheet extends Paper {
  private y = page.margin;

  /** A new page when so many points do not fit any more. */
  room(height: number): void {
    if (this.y + height <= page.height - page.margin) return;
    this.pdf.addPage();
    this.y = page.margin;
  }

  /** Words from a place on, broken at spaces; a word longer than the line is broken where it must be. */
  words(text: string, options: { size?: number; weight?: Weight; x?: number; width?: number } = {}): void {
    const { size = 10, weight = 400, x = page.margin, width = inner - (x - page.margin) } = options;
    for (const line of this.broken(text, { size, weight, width })) {
      this.room(size * 1.4);
      this.draw(line, { x, y: this.y, size, weight });
      this.y += size * 1.4;
    }
  }

  gap(height: number): void {
    this.y += height;
  }

  rule(): void {
    this.pdf
      .lineWidth(0.6)
      .moveTo(page.margin, this.y)
      .lineTo(page.width - page.margin, this.y)
      .stroke();
    this.y += 8;
  }

  framed(text: string): void {
    const height = 22;
    this.pdf.lineWidth(1.2).rect(page.margin, this.y, inner, height).stroke();
    this.y += 5;
    this.draw(text, { x: page.margin + 8, y: this.y, size: 10, weight: 700 });
    this.y += height + 5;
  }

  /** The barcode, a module of at least 0.9 points with its quiet zones, and its digits in groups of four. */
  barcode(key: string, height: number, size: number): void {
    this.room(height + size * 2);
    const { bars, modules } = code128(key);
    const module = Math.min(1.4, inner / (modules + 20));
    const from = page.margin + 10 * module;
    for (const [at, width] of bars) this.pdf.rect(from + at * module, this.y, width * module, height);
    this.pdf.fillColor('black').fill();
    this.y += height + 4;
    this.words(key.replaceAll(/(\d{4})(?=\d)/g, '$1 '), { size, x: from });
  }

  /** The code, large enough to be read aloud. */
  code(code: string): void {
    this.room(60);
    this.words('Kod dostępu (podaj go razem z numerem PESEL)', { size: 10, weight: 700 });
    this.draw(code.split('').join(' '), { x: page.margin, y: this.y, size: 34, weight: 700 });
    this.y += 48;
  }

  line(entry: SheetLine, index: number): void {
    this.room(60);
    this.words(`${index + 1}. ${entry.title}`, { size: 11.5, weight: 700 });
    for (const [label, words] of entry.details) {
      this.words(`${label}: ${words}`, { x: page.margin + 16 });
    }
    if (entry.key)
      this.words(`Klucz: ${entry.key.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}`, { size: 8, x: page.margin + 16 });
    this.gap(6);
  }
}

const titles = {
  prescription: {
    title: 'Informacja o wystawionych receptach',
    key: 'Klucz pakietu recept',
    advice:
      'Pokaż ten wydruk w aptece albo podaj kod dostępu i numer PESEL. Po rozpoczęciu realizacji jednej recepty ' +
      'kolejne opakowania odbierzesz w tej samej aptece. To jest informacja, nie recepta.',
  },
  referral: {
    title: 'Informacja o wystawionym skierowaniu',
    key: 'Klucz skierowania',
    advice:
      'Podaj kod dostępu i numer PESEL przy zapisie do placówki. Nie musisz niczego dostarczać. ' +
      'To jest informacja, nie skierowanie.',
  },
} as const;

function fill(sheet: Sheet, content: InformationSheet): void {
  const { title, key, advice } = titles[content.kind];
  if (content.label) sheet.framed(content.label);
  sheet.words(title, { size: 18, weight: 700 });
  sheet.words(`Data wystawienia: ${content.issuedOn}`);
  sheet.gap(10);
  sheet.words(key, { size: 10, weight: 700 });
  sheet.barcode(content.key, 46, 9);
  sheet.gap(8);
  sheet.code(content.code);
  sheet.rule();
  sheet.words(`Pacjent: ${content.patient.name}`, { size: 11, weight: 700 });
  for (const words of content.patient.details) sheet.words(words);
  sheet.gap(8);
  content.lines.forEach((line, index) => sheet.line(line, index));
  sheet.rule();
  sheet.words(`Wystawia: ${content.issuer.name}`, { weight: 700 });
  for (const words of content.issuer.details) sheet.words(words);
  sheet.gap(10);
  sheet.words(advice, { size: 9 });
}

/**
 * Makes the sheet. pdfkit is loaded when a sheet is first made.
 * @throws TypeError when the key is not an even number of digits.
 */
export async function sheetPdf(content: InformationSheet): Promise<Buffer> {
  code128(content.key);
  return a4({ title: titles[content.kind].title }, (pdf) => fill(new Sheet(pdf), content));
}
