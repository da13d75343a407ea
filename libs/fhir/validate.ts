/** Is this a valid FHIR R4 resource? https://hl7.org/fhir/R4/validation.html */
import { artefactJson, artefactModule } from './artefacts.ts';
import { typeNumber } from './resource-types.ts';
import type { Issue } from './validator/issue.ts';
import { asFhirPath } from './validator/issue-paths.ts';
import { Check, type CodeSet, type Json, type TypeCheck } from './validator/check.ts';
import * as fhirpath from './validator/fhirpath.ts';
import { primitives } from './validator/primitives.ts';

export type { Issue } from './validator/issue.ts';

/**
 * Everything that is wrong with a resource by the base definitions of R4, at most a hundred issues; an empty list when
 * it is valid. Profiles that it claims are not looked at.
 */
export function validate(resource: unknown): Issue[] {
  return validateNoting(resource).issues;
}

/** What the base check has seen that the full verdict (verdict.ts) must look at. */
export interface Notes {
  extended: boolean;
  profiled: boolean;
}

/** As `validate`, with what was seen in passing. */
export function validateNoting(resource: unknown): { issues: Issue[]; notes: Notes } {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType;
  const check = typeof type === 'string' ? resourceCheck(type) : undefined;
  if (!check || typeof resource !== 'object') {
    const given = typeof type === 'string' ? ` "${type.slice(0, 60)}" is none.` : '';
    const diagnostics = `A resource must name its resourceType, one of FHIR R4.${given}`;
    const issues: Issue[] = [{ severity: 'error', code: 'structure', diagnostics }];
    return { issues, notes: { extended: false, profiled: false } };
  }
  const found = new Check(resource as Json, resourceCheck, dataTypes().T_Element as TypeCheck);
  fhirpath.forget();
  check(resource as Json, found);
  if (found.n > 0) {
    found.at(0, type as string);
    for (const issue of found.issues) issue.expression = asFhirPath(issue.expression ?? '', resource as Json);
  }
  return { issues: found.issues, notes: found };
}

type Checks = { [name: string]: TypeCheck };
/** What compiled modules are given; see compiler/validator.ts. */
interface Runtime {
  fhirpath: typeof fhirpath;
  primitives: typeof primitives;
  types: Checks;
  codes(valueSet: string): CodeSet;
}
type Compiled = { create(runtime: Runtime): Checks };

const loaded = new Map<string, TypeCheck>();
let types: Checks | undefined;
let valueSets: { [valueSet: string]: { [system: string]: string[] } } | undefined;
const codeSets = new Map<string, CodeSet>();

function resourceCheck(type: string): TypeCheck | undefined {
  let check = loaded.get(type);
  if (!check) {
    if (typeNumber(type) === undefined) return undefined;
    const checks = artefactModule<Compiled>(`validators/${type}.js`).create(runtime(dataTypes()));
    check = checks[`T_${type}`] as TypeCheck;
    loaded.set(type, check);
  }
  return check;
}

function dataTypes(): Checks {
  types ??= artefactModule<Compiled>('validators/types.js').create(runtime({}));
  return types;
}

function runtime(known: Checks): Runtime {
  return { fhirpath, primitives, types: known, codes: codeSet };
}

function codeSet(valueSet: string): CodeSet {
  let set = codeSets.get(valueSet);
  if (!set) {
    valueSets ??= artefactJson<NonNullable<typeof valueSets>>('value-sets.json');
    const systems = Object.entries(valueSets[valueSet] ?? {});
    set = {
      valueSet,
      codes: new Set(systems.flatMap(([, codes]) => codes)),
      concepts: new Set(systems.flatMap(([system, codes]) => codes.map((code) => `${system}|${code}`))),
    };
    codeSets.set(valueSet, set);
  }
  return set;
}
