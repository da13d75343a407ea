/**
 * Templates and phrases of notes: `/serce ` in a note becomes its words. Texts of documents, in Polish whatever the
 * language of the screen. Synthetic examples of e-Zdrowie, 26 November 2026; a practice has its own. Not for clinical
 * use.
 */
import type { Note } from '../../model.ts';

export const phrases: Readonly<Record<string, string>> = {
  bz: 'bez zmian',
  osl: 'Osłuchowo nad polami płucnymi szmer pęcherzykowy prawidłowy, bez dodatkowych szmerów.',
  serce: 'Czynność serca miarowa, tony czyste.',
  brzuch: 'Brzuch miękki, niebolesny, bez oporów patologicznych.',
  gardlo: 'Gardło zaczerwienione, bez nalotów.',
  kontrola: 'Kontrola w razie braku poprawy lub nasilenia objawów.',
  alarm: 'Poinformowano o objawach, z którymi trzeba zgłosić się pilnie.',
  nadc: 'Pomiary ciśnienia w domu dwa razy dziennie przez 7 dni, wyniki przynieść na wizytę.',
};

export const templates: readonly { readonly key: string; readonly name: string; readonly note: Note }[] = [
  {
    key: 'infection',
    name: 'Infekcja dróg oddechowych',
    note: {
      reason: 'Objawy infekcji od … dni: kaszel, katar, gorączka do … °C.',
      findings: `Stan ogólny dobry. ${phrases.gardlo} ${phrases.osl}`,
      plan: `Leczenie objawowe, nawodnienie, odpoczynek. ${phrases.kontrola} ${phrases.alarm}`,
    },
  },
  {
    key: 'hypertension',
    name: 'Kontrola nadciśnienia',
    note: {
      reason: 'Wizyta kontrolna z powodu nadciśnienia. Pomiary domowe: …',
      findings: `${phrases.serce} ${phrases.osl} Bez obrzęków.`,
      plan: `Leczenie bez zmian. ${phrases.nadc}`,
    },
  },
  {
    key: 'check-up',
    name: 'Wizyta kontrolna',
    note: {
      reason: 'Wizyta kontrolna. Zgłasza: …',
      findings: `Stan ogólny dobry. ${phrases.serce} ${phrases.osl} ${phrases.brzuch}`,
      plan: 'Kontynuacja leczenia. Następna kontrola za … miesięcy.',
    },
  },
];

/** Replaces `/name` before a space or at the end of a line by its phrase. */
export const expanded = (text: string): string =>
  text.replace(/(^|\s)\/([a-ząćęłńóśźż]+)(?=\s)/g, (whole, before: string, name: string) =>
    phrases[name] === undefined ? whole : before + phrases[name],
  );

/** A template fills what is empty and touches nothing that was written. */
export const filled = (note: Note, template: Note): Note => {
  const written = Object.fromEntries(Object.entries(note).filter(([, text]) => text?.trim()));
  return { ...template, ...written };
};
