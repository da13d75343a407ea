/**
 * Rules of validity, quantity and limits as data, each with the days on which it holds, where it stands and whether a
 * source confirmed it. What is not confirmed warns; it keeps nothing from being done unless `blocks` says so. Source of
 * the rows: domain/poland.md 4.2. Not for clinical use; owner: maintainers of e-prescription, 2026-11-26. To be checked
 * against the law in force before production.
 */
import { lastDay } from './days.ts';

export interface Rule {
  /** Kebab-case, stable: verdicts name it. */
  readonly code: string;
  /** Days, percent, prescriptions … as `unit` says. */
  readonly value: number;
  readonly unit: 'days' | 'percent' | 'packages' | 'prescriptions' | 'patients' | 'hours' | 'minutes' | 'years' | 'yes';
  readonly validFrom: string;
  readonly validTo?: string;
  readonly source: string;
  readonly confirmed: boolean;
  /** What breaks it is refused; otherwise it is warned of. */
  readonly blocks: boolean;
}

const row = (code: string, value: number, unit: Rule['unit'], validFrom: string, source: string): Rule => ({
  ...{ code, value, unit, validFrom, source },
  confirmed: true,
  blocks: true,
});
const unconfirmed = (rule: Rule, blocks = false): Rule => ({ ...rule, confirmed: false, blocks });

const law = 'Pharmaceutical Law, art. 96a';
const drugs = 'regulation of 11 September 2006 (Dz.U. 2024 poz. 373)';

export const rules: readonly Rule[] = [
  row('validity', 30, 'days', '2020-01-18', `${law}: 30 days from issue or from the day named`),
  row('validity-antibiotic', 7, 'days', '2020-01-18', `${law}: antibiotics for internal and parenteral use`),
  row('validity-immunological', 120, 'days', '2020-01-18', `${law}: target import, immunological preparations`),
  row('validity-annual', 365, 'days', '2020-01-18', `${law}: yearly prescriptions, with dosage`),
  row('latest-start', 360, 'days', '2020-01-18', `${law}: prescriptions in series reach 360 days`),
  row('annual-first', 30, 'days', '2020-01-18', `${law}: after that the quantity shrinks day by day`),
  { ...row('annual-at-once', 180, 'days', '2020-01-18', `${law} as of 2020`), validTo: '2023-10-31' },
  unconfirmed(row('annual-at-once', 120, 'days', '2023-11-01', `${law}: known, to be confirmed`), true),
  unconfirmed(
    row('annual-next-after', 75, 'percent', '2023-11-01', `${law}: 3/4 of the period, to be confirmed`),
    true,
  ),
  row('supply', 120, 'days', '2014-01-01', `${law}: four months of use by the dosage`),
  row('supply-without-dosage', 2, 'packages', '2014-01-01', `${law}: two smallest packages without dosage`),
  unconfirmed(row('supply-contraceptive', 180, 'days', '2014-01-01', `${law}: six months, to be confirmed`)),
  unconfirmed(row('supply-controlled', 90, 'days', '2014-01-01', `${drugs}: 90 days, to be confirmed`)),
  row('controlled-no-start', 1, 'yes', '2023-11-01', `${drugs}: no day "from" for groups N and P`),
  row('controlled-review', 1, 'yes', '2023-08-02', `${drugs}: prescriptions of the patient are looked at before`),
  unconfirmed(row('controlled-examination', 90, 'days', '2023-08-02', `${drugs}: three months, to be confirmed`)),
  row('controlled-on-site', 1, 'yes', '2024-11-07', 'Dz.U. 2024 poz. 1600: personal examination before opioids'),
  row('controlled-step-up', 15, 'minutes', '2023-08-02', 'security/requirements: a factor shown just before'),
  row('same-pharmacy', 1, 'yes', '2020-01-18', `${law}: what was begun is dispensed in the same pharmacy`),
  unconfirmed(row('limit-prescriptions', 300, 'prescriptions', '2023-07-03', 'P1: limit per prescriber, unconfirmed')),
  unconfirmed(row('limit-patients', 80, 'patients', '2023-07-03', 'P1: limit per prescriber, unconfirmed')),
  unconfirmed(row('limit-window', 10, 'hours', '2023-07-03', 'P1: limit per prescriber, unconfirmed')),
  row('senior', 65, 'years', '2023-09-01', 'services act, art. 43a: 65 years and more'),
  { ...row('senior', 75, 'years', '2016-09-01', 'services act, art. 43a: 75 years and more'), validTo: '2023-08-31' },
  row('child', 17, 'years', '2023-09-01', 'services act, art. 43a: until the 18th birthday'),
  row('pregnancy', 1, 'yes', '2020-09-01', 'services act, art. 43b'),
];

/** The row that holds on a day (`YYYY-MM-DD`); undefined when none does. */
export const ruleOn = (code: string, day: string, among: readonly Rule[] = rules): Rule | undefined =>
  among.find((rule) => rule.code === code && rule.validFrom <= day && (rule.validTo ?? lastDay) >= day);

/** Entitlements that a pharmacist may add (RLUD). Sources differ about WP: not until the operator says so. 4.1 */
export const pharmacistMayAdd: ReadonlySet<string> = new Set(['IB', 'IW', 'ZK', 'PO', 'AZ']);

/**
 * Substances of groups N and P by ATC: opioids, benzodiazepines, z-drugs, barbiturates, stimulants, substitution.
 * What the register calls Rpw is controlled whatever its ATC. Unconfirmed list: the schedules are in the act on drug
 * addiction.
 */
const controlledAtc = ['N02A', 'N05BA', 'N05CD', 'N05CF', 'N05CA', 'N06BA', 'N07BC', 'R05DA04'] as const;
/** Not before a personal examination: fentanyl, morphine, oxycodone, cannabis. Dz.U. 2024 poz. 1600 */
const onSiteAtc = ['N02AB03', 'N01AH01', 'N02AA01', 'N02AA05', 'N02AA55', 'N02BG10'] as const;

const within = (codes: readonly string[], atc: readonly string[] = []): boolean =>
  atc.some((code) => codes.some((group) => code.startsWith(group)));

export interface Kinds {
  readonly category: string;
  readonly atc?: readonly string[];
  /** Routes as the register names them. */
  readonly routes?: readonly string[];
}
export const isControlled = ({ category, atc }: Kinds): boolean => category === 'Rpw' || within(controlledAtc, atc);
export const needsPersonalExamination = ({ atc }: Kinds): boolean => within(onSiteAtc, atc);
export const isContraceptive = ({ atc }: Kinds): boolean => within(['G03A'], atc);
/** Antibacterials for systemic use (ATC J01), whatever their route is called. */
export const isAntibiotic = ({ atc }: Kinds): boolean => within(['J01'], atc);
/** Allergen preparations and immunoglobulins. */
export const isImmunological = ({ atc }: Kinds): boolean => within(['V01', 'J06'], atc);
