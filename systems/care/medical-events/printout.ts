/** An event on paper: what happened, who says so, what was found. HTML that prints in black and white. Pure. */
import type { Resource } from '#core/record/record.ts';
import { eventKinds } from './model.ts';
import type { WholeEvent } from './events.ts';

const escaped = (text: unknown): string =>
  String(text ?? '').replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '',
  );

interface Concept {
  readonly text?: string;
  readonly coding?: readonly { readonly code?: string; readonly display?: string }[];
}
const wordsOf = (value: unknown): string => {
  const { text, coding: [first] = [] } = (value ?? {}) as Concept;
  const name = text ?? first?.display ?? '';
  return first?.code && first.code !== name ? `${name} (${first.code})`.trim() : name;
};

const quantityOf = (value: unknown): string => {
  const { value: number, unit } = (value ?? {}) as { value?: number; unit?: string };
  return number === undefined ? '' : `${String(number).replace('.', ',')} ${unit ?? ''}`;
};

/** A line of the sheet for each part, under its heading. */
const headings: Readonly<Record<string, { title: string; line(part: Resource): string }>> = {
  Condition: { title: 'Rozpoznania', line: ({ code }) => wordsOf(code) },
  Procedure: { title: 'Procedury', line: ({ code }) => wordsOf(code) },
  Observation: {
    title: 'Pomiary',
    line: ({ code, valueQuantity, component }) =>
      `${wordsOf(code)}: ${
        quantityOf(valueQuantity) ||
        ((component ?? []) as { code?: unknown; valueQuantity?: unknown }[])
          .map((part) => `${wordsOf(part.code)} ${quantityOf(part.valueQuantity)}`)
          .join(', ')
      }`,
  },
  Immunization: {
    title: 'Szczepienia',
    line: ({ vaccineCode, lotNumber }) => `${wordsOf(vaccineCode)}, seria ${String(lotNumber ?? '–')}`,
  },
  AllergyIntolerance: { title: 'Uczulenia', line: ({ code }) => wordsOf(code) },
  MedicationStatement: { title: 'Leki przyjmowane', line: ({ medicationCodeableConcept: of }) => wordsOf(of) },
};

const day = new Intl.DateTimeFormat('pl-PL', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Warsaw' });
const states = { open: 'niepełne: brak rozpoznania', registered: 'zarejestrowane', cancelled: 'ANULOWANE' } as const;

/** @returns a whole HTML document */
export function printout({ encounter, parts, row }: WholeEvent): string {
  const kind = eventKinds[(encounter.class as { code?: string } | undefined)?.code ?? ''] ?? 'Zdarzenie medyczne';
  const people = ((encounter.participant ?? []) as { individual?: { display?: string } }[]).map(
    ({ individual }) => individual?.display,
  );
  const { display: place } = (encounter.serviceProvider ?? {}) as { display?: string };
  const subject = (encounter.subject ?? {}) as { display?: string; identifier?: { value?: string } };
  const lines: readonly (readonly [string, string])[] = [
    [
      'Pacjent',
      [subject.display, subject.identifier?.value && `PESEL ${subject.identifier.value}`].filter(Boolean).join(', '),
    ],
    ['Kiedy', day.format(row.happenedAt)],
    ['Gdzie', place ?? ''],
    ['Kto', people.filter(Boolean).join(', ')],
    ['Numer zdarzenia', `${row.number} (${row.system.replace('urn:oid:', '')})`],
    ['Stan', `${states[row.state]}, wersja ${row.version}${row.late ? ', wpis spóźniony' : ''}`],
  ];
  const sections = Object.entries(headings).flatMap(([type, { title, line }]) => {
    const own = parts.filter(({ resourceType }) => resourceType === type);
    if (own.length === 0) return [];
    return [`<h2>${title}</h2><ul>${own.map((part) => `<li>${escaped(line(part))}</li>`).join('')}</ul>`];
  });
  return `<!doctype html><html lang="pl"><head><meta charset="utf-8"><title>${escaped(kind)}</title></head><body>
<h1>${escaped(kind)}</h1>
<dl>${lines.map(([term, said]) => `<dt>${term}</dt><dd>${escaped(said || '–')}</dd>`).join('')}</dl>
${sections.join('\n')}
<p>Wydruk informacyjny z e-Zdrowia. Podstawą jest zapis elektroniczny.</p>
</body></html>`;
}
