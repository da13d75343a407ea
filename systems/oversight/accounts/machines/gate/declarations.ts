/** What a client declares, row by row, and what it reports of the test kit: read from signed papers. */
import type { JWTPayload } from 'jose';
import { Refusal } from '#core/refusal/refusal.ts';
import { kitCaseIds, longestDeclarationDays, type RequirementId, requirementIds } from './requirements.ts';

export interface DeclaredRow {
  readonly met: boolean;
  /** How it is met, or what is missing: read by the person who decides. */
  readonly how: string;
}

export interface Declaration {
  readonly requirements: Readonly<Record<RequirementId, DeclaredRow>>;
  /** The last day on which it holds, ISO. */
  readonly validUntil: string;
  readonly version: string;
}

const wrong = (says: string) => new Refusal('invalid', 'declaration-not-valid', says);
const day = 86_400_000;

/** @throws Refusal `declaration-not-valid` that names what is missing */
export function readDeclaration(said: JWTPayload, now: Date): Declaration {
  const { requirements, valid_until: validUntil, software_version: version, ...rest } = said;
  const known = new Set(['iss', 'aud', 'iat', 'exp', 'jti', 'sub', 'nbf']);
  const extra = Object.keys(rest).find((name) => !known.has(name));
  if (extra) throw wrong(`There is nothing called ${extra.slice(0, 50)} in a declaration.`);
  if (typeof version !== 'string' || version === '' || version.length > 50) throw wrong('Name the software_version.');
  const last =
    typeof validUntil === 'string' && /^\d{4}-\d\d-\d\d$/.test(validUntil) ? new Date(validUntil) : undefined;
  const days = last ? (last.getTime() - now.getTime()) / day : Number.NaN;
  if (!(days > 0 && days <= longestDeclarationDays))
    throw wrong(`valid_until is a day (2027-01-31) within ${longestDeclarationDays} days.`);
  return { requirements: rowsOf(requirements), validUntil: String(validUntil), version };
}

function rowsOf(given: unknown): Declaration['requirements'] {
  if (typeof given !== 'object' || given === null) throw wrong('Say of each requirement whether it is met, and how.');
  const rows = given as Record<string, unknown>;
  const unknown = Object.keys(rows).find((id) => !requirementIds.some((known) => known === id));
  if (unknown) throw wrong(`There is no requirement ${unknown.slice(0, 50)}.`);
  const read = requirementIds.map((id) => {
    const { met, how } = (rows[id] ?? {}) as Partial<DeclaredRow>;
    if (typeof met !== 'boolean' || typeof how !== 'string' || how.trim().length < 3 || how.length > 1_000)
      throw wrong(`${id}: say met (true or false) and how (3 to 1,000 characters).`);
    return [id, { met, how }] as const;
  });
  return Object.fromEntries(read) as Declaration['requirements'];
}

export interface TestReport {
  readonly run: string;
  readonly failing: readonly string[];
}

/** @throws Refusal `report-not-valid` for a report that leaves a case out */
export function readReport(said: JWTPayload): TestReport {
  const { run, cases } = said;
  const given = (cases ?? {}) as Record<string, unknown>;
  const odd = kitCaseIds.find((id) => given[id] !== 'passed' && given[id] !== 'failed');
  if (typeof run !== 'string' || !/^[0-9a-f-]{36}$/.test(run) || odd !== undefined) {
    const says = odd === undefined ? 'Name the run that the report is of.' : `Say passed or failed of the case ${odd}.`;
    throw new Refusal('invalid', 'report-not-valid', says);
  }
  return { run, failing: kitCaseIds.filter((id) => given[id] === 'failed') };
}
