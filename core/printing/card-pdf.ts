/**
 * The short card as a PDF: one A4 on its side, three columns, fold lines (a concertina, then in half: 99 by 105 mm, as
 * large as a passport), a QR code, and a structure that screen readers go by (PDF/UA-1, ISO 14289-1).
 */
import { encode } from 'uqr';
import type { CardPart, ShortCard } from './model.ts';
import { a4, Paper, type Pdf, type Struct, type Weight } from './paper.ts';

/** Points. */
const page = { width: 841.89, height: 595.28, margin: 18, columns: 3 };
const columnWidth = page.width / page.columns;
const inner = columnWidth - 2 * page.margin;
const codeSide = 138;
/** Of the smallest letters eight points are left: small print begins below. */
const sizes = [11, 10, 9.5, 9, 8.5, 8] as const;
const leading = 1.26;

interface Piece {
  readonly tag: 'H1' | 'H2' | 'P' | 'LI';
  readonly lines: readonly { readonly text: string; readonly weight: Weight }[];
  readonly size: number;
  /** Room above it, when it does not begin a column. */
  readonly above: number;
}

interface Placed {
  readonly piece: Piece;
  readonly x: number;
  readonly y: number;
}

const heightOf = ({ lines, size }: Piece): number => lines.length * size * leading;

/**
 * Where each piece stands, column after column; a heading goes with what follows it. Pure.
 * @returns undefined when there is not enough room
 */
function flowed(pieces: readonly Piece[], bottoms: readonly number[]): Placed[] | undefined {
  const placed: Placed[] = [];
  let [column, y] = [0, page.margin];
  for (const [n, piece] of pieces.entries()) {
    const next = pieces[n + 1];
    const isHead = piece.tag === 'H1' || piece.tag === 'H2';
    const follows = isHead && next ? next.above + heightOf(next) : 0;
    const above = y === page.margin ? 0 : piece.above;
    if (y + above + heightOf(piece) + follows > (bottoms[column] ?? 0)) {
      [column, y] = [column + 1, page.margin];
      if (column >= bottoms.length) return undefined;
    } else {
      y += above;
    }
    placed.push({ piece, x: column * columnWidth + page.margin, y });
    y += heightOf(piece);
  }
  return placed;
}

class Card extends Paper {
  private piece(tag: Piece['tag'], size: number, above: number, words: readonly [string, Weight][]): Piece {
    const lines = words.flatMap(([text, weight]) =>
      this.broken(text, { size, weight, width: tag === 'LI' ? inner - 8 : inner }).map((line) => ({
        ...{ text: line, weight },
      })),
    );
    return { tag, size, above, lines };
  }

  private part({ title, lines, notes }: CardPart, size: number, listed = lines.length): Piece[] {
    const hidden = lines.length - listed;
    const said = hidden > 0 ? [...notes, `Nie zmieściło się na karcie: ${hidden}.`] : notes;
    return [
      this.piece('H2', size + 1.5, size * 0.9, [[title, 700]]),
      ...lines
        .slice(0, listed)
        .map(({ what, details }) =>
          this.piece('LI', size, size * 0.2, [[what, 700], ...(details ? [[details, 400] as [string, Weight]] : [])]),
        ),
      ...said.map((note) => this.piece('P', size, size * 0.2, [[note, 400]])),
    ];
  }

  private head({ title, person }: ShortCard, size: number): Piece[] {
    return [
      this.piece('H1', 15, 0, [[title, 700]]),
      this.piece('P', 12, 2, [[person.name, 700]]),
      ...person.details.map((words) => this.piece('P', size, 0, [[words, 400]])),
    ];
  }

  /** As large as there is room for; where there is none, the longest lists are cut from their end, and say so. */
  private placed(card: ShortCard, bottoms: readonly number[]): Placed[] {
    const listed = card.parts.map(({ lines }) => lines.length);
    const at = (size: number) => {
      const parts = card.parts.flatMap((part, n) => this.part(part, size, listed[n]));
      return flowed([...this.head(card, size), ...parts, ...this.part(card.about, size)], bottoms);
    };
    for (const size of sizes) {
      const fits = at(size);
      if (fits) return fits;
    }
    for (;;) {
      const longest = listed.indexOf(Math.max(...listed));
      if ((listed[longest] ?? 0) === 0) throw new RangeError('What must stand on the card does not fit on one page.');
      listed[longest] = (listed[longest] ?? 0) - 1;
      const fits = at(sizes.at(-1) ?? 8);
      if (fits) return fits;
    }
  }

  private lines({ piece, x, y }: Placed): void {
    const { lines, size, tag } = piece;
    for (const [n, { text, weight }] of lines.entries()) {
      // Who reads the structure aloud needs the space that the end of a line is to the eye.
      const said = n + 1 < lines.length ? `${text} ` : text;
      this.draw(said, { x: tag === 'LI' ? x + 8 : x, y: y + n * size * leading, size, weight });
    }
  }

  private artifact(draw: () => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
  }

  private folds(): void {
    const { width, height, columns } = page;
    this.artifact(() => {
      this.pdf.lineWidth(0.5).dash(3, { space: 3 });
      for (let n = 1; n < columns; n++)
        this.pdf
          .moveTo(n * columnWidth, 0)
          .lineTo(n * columnWidth, height)
          .stroke();
      for (const x of [0, width - 12])
        this.pdf
          .moveTo(x, height / 2)
          .lineTo(x + 12, height / 2)
          .stroke();
      this.pdf.undash();
    });
  }

  /** A bullet before each line of a list, which is no word. */
  private bullet({ piece, x, y }: Placed): void {
    if (piece.tag !== 'LI') return;
    this.artifact(() =>
      this.pdf
        .rect(x, y + piece.size * 0.5, 3, 3)
        .fillColor('black')
        .fill(),
    );
  }

  private code({ text }: ShortCard['code'], x: number, y: number): void {
    const { data, size } = encode(text, { border: 4 });
    const module = codeSide / size;
    for (const [row, cells] of data.entries()) {
      for (const [column, dark] of cells.entries()) {
        if (dark) this.pdf.rect(x + column * module, y + row * module, module, module);
      }
    }
    this.pdf.fillColor('black').fill();
  }

  /** Everything in the order in which it is read. */
  fill(card: ShortCard): void {
    const says = card.code.says.map((words) => this.piece('P', 8.5, 1, [[words, 400]]));
    const label = card.label === undefined ? [] : [this.piece('P', 8.5, 0, [[card.label, 700]])];
    const foot = [...says, ...label];
    const under = foot.reduce((sum, piece) => sum + piece.above + heightOf(piece), 0);
    const bottom = page.height - page.margin;
    const top = bottom - codeSide - under;
    const body = this.placed(card, [bottom, bottom, top - 6]);
    const x = 2 * columnWidth + page.margin;
    let y = top + codeSide;
    const below = foot.map((piece): Placed => {
      const at = { piece, x, y: y + piece.above };
      y += piece.above + heightOf(piece);
      return at;
    });
    const whole = this.pdf.struct('Document', {});
    this.pdf.addStructure(whole);
    this.folds();
    this.tell(whole, body);
    const bbox = [x, top, x + codeSide, top + codeSide] as const;
    whole.add(this.pdf.struct('Figure', { alt: card.code.alt, bbox }, () => this.code(card.code, x, top)));
    this.tell(whole, below);
    whole.end();
  }

  private tell(whole: Struct, placed: readonly Placed[]): void {
    let list: Struct | undefined;
    for (const at of placed) {
      this.bullet(at);
      if (at.piece.tag !== 'LI') {
        list = undefined;
        whole.add(this.pdf.struct(at.piece.tag, {}, () => this.lines(at)));
        continue;
      }
      if (!list) {
        list = this.pdf.struct('L', {});
        whole.add(list);
      }
      const item = this.pdf.struct('LI', {});
      list.add(item);
      item.add(this.pdf.struct('LBody', {}, () => this.lines(at)));
    }
  }
}

/**
 * Makes the card.
 * @throws RangeError when even what must be printed (head, notes, about) is more than one page takes.
 */
export const cardPdf = (card: ShortCard): Promise<Buffer> =>
  a4({ title: `${card.title}: ${card.person.name}`, layout: 'landscape', tagged: true }, (pdf: Pdf) =>
    new Card(pdf).fill(card),
  );
