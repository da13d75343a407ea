/**
 * Kinds of referral as data: what each must say, who may issue it, how long it holds. Facts: domain/poland.md 3.2, 5.
 * What is marked unconfirmed there carries `confirmed: false` here and is to be checked against the law in force.
 */

export const kinds = [
  'clinic',
  'hospital',
  'diagnostics',
  'rehabilitation',
  'spa',
  'psychiatric-hospital',
  'care-home',
  'long-term-nursing',
  'occupational-disease',
  'vaccination',
] as const;
export type Kind = (typeof kinds)[number];

/** How long a referral waits to be accepted, from a day on. */
export interface Validity {
  /** The first day of issue for which it counts. */
  readonly validFrom: string;
  /** Days or months after the issue; neither: as long as the health reason exists. */
  readonly days?: number;
  readonly months?: number;
  readonly source: string;
  readonly confirmed: boolean;
}

export interface KindRule {
  readonly name: { readonly pl: string; readonly en: string };
  /** Class of the document (KLAS_DOK_P1) and template of its CDA below …4424.13.10.1. */
  readonly documentClass: '02.10' | '02.11' | '02.12';
  readonly template: number;
  /** Professions of the register of medical workers whose members may issue it; nobody: the platform alone. */
  readonly issuers: readonly string[];
  /** Must it name the speciality of the cell (part VIII), procedures (ICD-9-PL), a diagnosis (ICD-10)? */
  readonly speciality: 'required' | 'optional';
  readonly procedures: 'required' | 'optional';
  readonly diagnosis: 'required' | 'optional';
  /** Details (details.ts) without which it is not issued, and those that it may have. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly validity: readonly Validity[];
}

const doctors = ['lekarz', 'lekarz dentysta', 'felczer'] as const;
/** Nurses and midwives with the right to refer for tests. Unconfirmed which ones: domain/poland.md names none. */
const alsoNurses = [...doctors, 'pielęgniarka', 'położna'] as const;

const whileNeeded: Validity = {
  validFrom: '2021-01-08',
  source: 'domain/poland.md 5: as long as the health reason exists',
  confirmed: false,
};
const within = (limit: { readonly days: number } | { readonly months: number }, source: string): Validity => ({
  ...{ validFrom: '2021-01-08', ...limit, source: `domain/poland.md 5: ${source}`, confirmed: false },
});

/** What nearly all have in common. */
const usual = {
  documentClass: '02.10',
  template: 4,
  issuers: doctors,
  speciality: 'required',
  procedures: 'optional',
  diagnosis: 'required',
  required: [],
  optional: [],
  validity: [whileNeeded],
} as const satisfies Omit<KindRule, 'name'>;

const careHome = ['barthel', 'treatment', 'contact'] as const;

export const rules: Readonly<Record<Kind, KindRule>> = {
  clinic: {
    ...usual,
    documentClass: '02.11',
    name: { pl: 'do poradni specjalistycznej', en: 'to a specialist clinic' },
  },
  hospital: { ...usual, name: { pl: 'do szpitala', en: 'to a hospital' } },
  diagnostics: {
    ...usual,
    name: { pl: 'na badania diagnostyczne', en: 'for diagnostic tests' },
    issuers: alsoNurses,
    speciality: 'optional',
    procedures: 'required',
  },
  rehabilitation: {
    ...usual,
    name: { pl: 'na rehabilitację', en: 'for rehabilitation' },
    template: 29,
    optional: ['implants'],
    validity: [within({ days: 30 }, 'must be registered within 30 days of issue')],
  },
  spa: {
    ...usual,
    name: { pl: 'na leczenie lub rehabilitację uzdrowiskową', en: 'for spa treatment or rehabilitation' },
    template: 9,
    speciality: 'optional',
    required: [
      ...['spaKind', 'spaMode', 'interview', 'bloodPressure', 'heartRate', 'weight', 'height', 'justification'],
      ...['esr', 'bloodCount', 'urine', 'contraindications', 'correspondence'],
    ],
    optional: ['resort', 'asbestos'],
    validity: [within({ months: 18 }, 'verified, kept on the list up to 18 months')],
  },
  'psychiatric-hospital': {
    ...usual,
    name: { pl: 'do szpitala psychiatrycznego', en: 'to a psychiatric hospital' },
    template: 12,
    required: ['birthplace'],
    validity: [within({ days: 14 }, '14 days')],
  },
  'care-home': {
    ...usual,
    name: { pl: 'do zakładu opiekuńczego', en: 'to a care home' },
    documentClass: '02.12',
    template: 10,
    required: careHome,
  },
  'long-term-nursing': {
    ...usual,
    name: { pl: 'do pielęgniarskiej opieki długoterminowej', en: 'for long-term nursing at home' },
    documentClass: '02.12',
    template: 11,
    speciality: 'optional',
    required: careHome,
  },
  'occupational-disease': {
    ...usual,
    name: { pl: 'w związku z podejrzeniem choroby zawodowej', en: 'because of a suspected occupational disease' },
    template: 13,
    required: ['occupationalDisease', 'exposure'],
    optional: ['employer'],
  },
  vaccination: {
    ...usual,
    name: { pl: 'na szczepienie (wystawione automatycznie)', en: 'for a vaccination (issued automatically)' },
    issuers: [],
    speciality: 'optional',
    diagnosis: 'optional',
    required: ['vaccine'],
    optional: ['dose'],
  },
};

/** The rule on validity for a day of issue: the last one that holds by then. */
export function validityOn(kind: Kind, issued: string): Validity {
  const rule = rules[kind].validity.filter(({ validFrom }) => validFrom <= issued).at(-1);
  return rule ?? (rules[kind].validity[0] as Validity);
}

/** The last day on which it can still be accepted (`YYYY-MM-DD`); undefined: no fixed term. */
export function validUntil(kind: Kind, issued: string): string | undefined {
  const { days, months } = validityOn(kind, issued);
  if (days === undefined && months === undefined) return undefined;
  const [year = 0, month = 1, day = 1] = issued.split('-').map(Number);
  if (days !== undefined) return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
  // The last day of a shorter month stands for those that it does not have.
  const last = new Date(Date.UTC(year, month - 1 + (months ?? 0) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + (months ?? 0), Math.min(day, last))).toISOString().slice(0, 10);
}
