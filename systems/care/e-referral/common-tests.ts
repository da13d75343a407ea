/**
 * Tests that are ordered most often, to choose from (ICD-9-PL, short names). A help for typing, not a list of what may
 * be ordered: any code can be given. Owner: e-referral, 2026-11-26; names unconfirmed, not for clinical use.
 */
const list = `
A01 Badanie ogólne moczu|C55 Morfologia krwi|C53 Morfologia krwi z rozmazem|C59 OB|I81 CRP|L43 Glukoza
L55 Hemoglobina glikowana (HbA1c)|M37 Kreatynina|N13 Mocznik|I99 Cholesterol całkowity|K01 Cholesterol HDL
K03 Cholesterol LDL|O49 Triglicerydy|I17 ALT|I19 AST|L31 GGT|I89 Bilirubina całkowita|N45 Potas|O35 Sód|L69 TSH
O69 FT4|M45 Kwas moczowy|L05 Ferrytyna|O95 Żelazo|89.522 EKG|89.501 Holter EKG|88.721 Echokardiografia
88.761 USG jamy brzusznej|88.713 USG tarczycy|88.777 USG Doppler żył|87.440 RTG klatki piersiowej
88.981 Densytometria|89.383 Spirometria|45.131 Gastroskopia|45.231 Kolonoskopia|87.371 Mammografia`;

export const commonTests: readonly { readonly code: string; readonly name: string }[] = list
  .trim()
  .split(/[|\n]/)
  .map((entry) => ({ code: entry.slice(0, entry.indexOf(' ')), name: entry.slice(entry.indexOf(' ') + 1) }));
