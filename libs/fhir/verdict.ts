/**
 * The full verdict on a resource: the base definitions of R4 (validate.ts), then the profiles it claims or is asked to
 * fit, its extensions by their definitions, and what a Bundle demands of its entries.
 * https://hl7.org/fhir/R4/validation.html
 */
import { isA } from './compiler/model.ts';
import { coreType } from './compiler/profile-tree.ts';
import type { Definitions } from './profiles/definitions.ts';
import { imposingExtensions, type ProfileDefinition } from './profiles/profile.ts';
import { impliedProfiles } from './profiles/implied.ts';
import { model } from './profiles/model.ts';
import { type Issue, validateNoting } from './validate.ts';
import { checkBundle } from './validator/bundle.ts';
import { checkContent } from './validator/content-rules.ts';
import { checkDefinition } from './validator/definition-rules.ts';
import { checkExtensions } from './validator/extensions.ts';
import { evaluateRule } from './validator/general-rules.ts';
import { ProfileCheck, type ProfileWorld } from './validator/profile-check.ts';
import type { Json } from './validator/profile-rules.ts';
import { checkQuestionnaire } from './validator/questionnaire.ts';
import { checkQuestionnaireResponse } from './validator/questionnaire-response.ts';
import { TooCostly } from './validator/profile-findings.ts';
import { listOf, type Scope } from './validator/scope.ts';
import { noVocabulary, type Vocabulary } from './validator/terminology.ts';

export interface VerdictOptions {
  definitions: Definitions;
  /** Profiles that the resource must fit, besides those it claims. */
  profiles?: readonly string[];
  /**
   * Who asks: `validate` wants all that HL7's validator would say; to a `write` it is no fault of the resource's that a
   * profile is not known here.
   */
  purpose?: 'write' | 'validate';
  /** What now() says in rules, as an instant with its zone; without it such rules are told as not checked. */
  now?: string;
  /** Must what is a vital sign fit R4's profiles also when it is only written? */
  demandsVitalSigns?: boolean;
  /**
   * Is it an error when nobody here knows an extension that claims HL7's own domain? Of a server that is asked to store
   * R4 demands to accept it; who asks only whether content conforms wants to know.
   */
  demandsKnownExtensions?: boolean;
  /** What is known of codes that cannot be listed here. */
  vocabulary?: Vocabulary;
}

/** Every problem, worst first where order matters to nobody; `[]` or warnings alone when the resource is valid. */
export function verdict(resource: unknown, options: VerdictOptions): Issue[] {
  const { issues, notes } = validateNoting(resource);
  const asked = options.profiles ?? [];
  // What is not even shaped as R4 demands cannot be asked more.
  if (issues.some(({ code }) => code === 'structure')) return issues;
  const json = resource as Json;
  const isBundle = json.resourceType === 'Bundle';
  const isPlain = !notes.extended && !notes.profiled && asked.length === 0 && !isBundle;
  if (isPlain && options.purpose !== 'validate' && !isDemandedVitalSign(json, options)) return issues;
  return [...issues, ...deeper(json, asked, options, notes)];
}

const isDemandedVitalSign = (resource: Json, { demandsVitalSigns = false }: VerdictOptions): boolean =>
  demandsVitalSigns && resource.resourceType === 'Observation' && impliedProfiles(resource).length > 0;

function deeper(
  resource: Json,
  asked: readonly string[],
  options: VerdictOptions,
  { extended }: { extended: boolean },
): Issue[] {
  const { definitions, purpose = 'write', now, vocabulary = noVocabulary } = options;
  const { demandsVitalSigns = false, demandsKnownExtensions = false } = options;
  const types = model();
  const world: ProfileWorld = {
    profile: (canonical) => definitions.profile(canonical),
    evaluate: (expression, place, check) => evaluateRule(expression, place, check, definitions),
    coreType: (canonical) => coreType(types, canonical),
    constrained: (canonical) => definitions.structure(canonical)?.type,
    imposed: (canonical) => imposedBy(definitions.structure(canonical)),
    isA: (name, ancestor) => isA(types, name, ancestor) || ancestor === 'Resource',
    purpose,
    demandsVitalSigns,
    demandsKnownExtensions,
    now,
    vocabulary,
  };
  const scope: Scope = { resource, root: resource, fullUrl: undefined, outer: undefined };
  const check = new ProfileCheck(world, scope);
  const type = String(resource.resourceType);
  try {
    for (const url of asked) check.conform(resource, url, type);
    claimed(check, resource, definitions);
    const isProfile = type === 'StructureDefinition' && resource.derivation === 'constraint';
    if (isProfile && purpose === 'validate') asProfile(check, resource, definitions);
    if (extended) checkExtensions(check, resource, definitions, types);
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error;
    check.add('too-costly', 'The profiles ask more of this resource than a check may cost. Send it in smaller parts.');
  }
  check.at(0, type);
  return distinct(check.issues);
}

function imposedBy(definition: ProfileDefinition | undefined): string[] {
  return definition ? imposingExtensions(definition).map(({ valueCanonical }) => valueCanonical) : [];
}

/** A profile that contradicts its base, or demands something of what is not there: its author should know at once. */
function asProfile(check: ProfileCheck, resource: Json, definitions: Definitions): void {
  for (const { severity, says, at } of definitions.problemsOf(resource as unknown as ProfileDefinition)) {
    check.add('business-rule', `As a profile: ${says}.`, at, severity);
  }
}

/** Profiles that resources claim in meta.profile, here and in all that lies inside. */
function claimed(check: ProfileCheck, resource: Json, definitions: Definitions): void {
  const type = String(resource.resourceType);
  const own = (resource.meta as Json | undefined)?.profile;
  const profiles = Array.isArray(own) ? own.filter((url): url is string => typeof url === 'string') : [];
  profiles.forEach((url, at) => {
    if (check.world.profile(url) === undefined && check.world.coreType(url) === undefined) {
      const says = `The profile ${url.slice(0, 200)} is not known here, so this was not checked against it.`;
      check.warn('not-found', says, `meta.profile[${at}]`);
    } else check.conform(resource, url, type);
  });
  vitalSign(check, resource, profiles);
  if (check.world.purpose === 'validate') {
    checkContent(check, resource, definitions);
    checkDefinition(check, resource, definitions);
    if (type === 'Questionnaire') checkQuestionnaire(check, resource);
    if (type === 'QuestionnaireResponse') checkQuestionnaireResponse(check, resource, definitions);
  }
  if (type === 'Bundle') checkBundle(check, resource);
  inside(check, resource, 'contained', listOf(resource.contained), definitions);
  if (type === 'Bundle') {
    listOf(resource.entry).forEach((entry, at) => inner(check, entry, `entry[${at}].resource`, definitions));
  }
  if (type === 'Parameters') parameters(check, resource, definitions, 'parameter', '');
}

/**
 * R4 lays profiles on vital signs (decision 0024). Who stores what others measured does not refuse it, unless it is set
 * so. By its category alone an Observation is a vital sign of an unknown kind: $validate only warns.
 */
function vitalSign(check: ProfileCheck, resource: Json, claimed: readonly string[]): void {
  const { purpose, demandsVitalSigns } = check.world;
  if (purpose !== 'validate' && !demandsVitalSigns) return;
  for (const { url, isCertain } of impliedProfiles(resource)) {
    if (claimed.includes(url)) continue;
    const from = check.issues.length;
    check.conform(resource, url, 'Observation');
    if (isCertain || demandsVitalSigns) continue;
    for (const issue of check.issues.slice(from)) if (issue.severity === 'error') issue.severity = 'warning';
  }
}

function inside(check: ProfileCheck, holder: Json, name: string, items: readonly Json[], definitions: Definitions) {
  items.forEach((item, at) => {
    const from = check.issues.length;
    check.within(check.innerScope(holder, item, 'contained'), () => claimed(check, item, definitions));
    check.at(from, `${name}[${at}]`);
  });
}

function inner(check: ProfileCheck, holder: Json, path: string, definitions: Definitions): void {
  const { resource } = holder;
  if (typeof resource !== 'object' || resource === null) return;
  const from = check.issues.length;
  check.within(check.innerScope(holder, resource as Json, 'own'), () => claimed(check, resource as Json, definitions));
  check.at(from, path);
}

function parameters(check: ProfileCheck, holder: Json, definitions: Definitions, name: string, path: string): void {
  listOf(holder[name]).forEach((parameter, at) => {
    const here = `${path}${name}[${at}]`;
    inner(check, parameter, `${here}.resource`, definitions);
    parameters(check, parameter, definitions, 'part', `${here}.`);
  });
}

/** The same thing may be demanded by several profiles. */
function distinct(issues: readonly Issue[]): Issue[] {
  return [
    ...new Map(issues.map((issue) => [`${issue.severity} ${issue.expression} ${issue.diagnostics}`, issue])).values(),
  ];
}
