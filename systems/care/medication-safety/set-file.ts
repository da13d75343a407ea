/**
 * Reads a set of rules from JSON or CSV, ours and commercial ones (README.md, "Import"). A row that is not understood
 * refuses the file: a rule left out would look like safety.
 */
import { headed, headOf, Faults, readTable } from '#core/registers/table.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { fileLike, type SourceFiles, textOf } from '#core/terminology/importers/source-files.ts';
import type { NamedRow } from '#core/terminology/importers/table.ts';
import {
  type Rule,
  type RuleKind,
  ruleKinds,
  type RuleSet,
  type SetHead,
  type Severity,
  severities,
  type Words,
} from './model.ts';

const mostRules = 200_000;
const atc = /^[A-Z](?:[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{2})?)?)?)?$/;

/** @throws Refusal `bad-set`, `bad-rows`, `missing-head`, `no-rows` */
export async function readSet(files: SourceFiles): Promise<{ readonly name: string; readonly set: RuleSet }> {
  const name = fileLike(files, /\.(?:json|csv)$/i, 'JSON or CSV file');
  return { name, set: /\.json$/i.test(name) ? await fromJson(files, name) : await fromCsv(files, name) };
}

interface JsonSet extends Partial<SetHead> {
  readonly texts?: { readonly [key: string]: Words };
  readonly rules?: readonly JsonRule[];
}
type JsonRule = Omit<Partial<Rule>, 'effect' | 'advice'> & {
  readonly effect?: string | Words;
  readonly advice?: string | Words;
};

async function fromJson(files: SourceFiles, name: string): Promise<RuleSet> {
  let text = '';
  for await (const piece of textOf(files, name)) text += piece;
  let parsed: JsonSet;
  try {
    parsed = JSON.parse(text) as JsonSet;
  } catch (error) {
    throw new Refusal('invalid', 'bad-set', `'${name}' is no JSON: ${(error as Error).message.slice(0, 200)}`);
  }
  const { set, day, licence, owner, validated, texts = {}, rules } = parsed;
  if (![set, day, licence, owner].every((value) => typeof value === 'string' && value !== '') || !Array.isArray(rules))
    throw new Refusal('invalid', 'bad-set', 'A set has `set`, `day`, `licence`, `owner` and `rules`.');
  const faults = new Faults();
  const said = (words: string | Words | undefined) => (typeof words === 'string' ? texts[words] : words);
  const understood = (rules as (JsonRule | null)[]).map((given, index) => {
    const rule = given ?? {};
    const whole = { ...rule, effect: said(rule.effect), advice: said(rule.advice) } as Rule;
    for (const fault of faultsOf(whole)) faults.add(0, `rule ${index + 1} (${String(rule.id).slice(0, 40)}): ${fault}`);
    return whole;
  });
  return checked(
    { head: { set, day, licence, owner, validated: validated === true } as SetHead, rules: understood },
    faults,
  );
}

const columns = {
  id: ['numer'],
  kind: ['rodzaj'],
  a: ['lek'],
  b: ['z'],
  severity: ['ciężkość'],
  effectPl: ['skutek pl'],
  effectEn: ['skutek en'],
  effectUk: ['skutek uk'],
  advicePl: ['zalecenie pl'],
  adviceEn: ['zalecenie en'],
  adviceUk: ['zalecenie uk'],
  from: ['wiek od'],
  below: ['wiek poniżej'],
  egfrBelow: ['egfr poniżej'],
  icd10: ['icd-10'],
  most: ['dawka dobowa'],
  unit: ['jednostka'],
  source: ['źródło'],
} as const;
const needed = ['id', 'kind', 'a', 'severity', 'effectPl', 'advicePl', 'source'];

async function fromCsv(files: SourceFiles, name: string): Promise<RuleSet> {
  const lines = await headOf(files, name);
  const head: SetHead = {
    ...{ set: headed(lines, 'zestaw'), day: headed(lines, 'stan-na-dzien') },
    ...{ licence: headed(lines, 'licencja'), owner: headed(lines, 'wlasciciel') },
    validated: lines.get('zwalidowany') === 'tak',
  };
  const rules: Rule[] = [];
  const read = (row: NamedRow, fault: (says: string) => void) => {
    const rule = ruleOf(row);
    for (const says of faultsOf(rule)) fault(says);
    return rule;
  };
  await readTable(files, name, columns, needed, read, async (batch) => void rules.push(...batch));
  return checked({ head, rules }, new Faults());
}

/** A rule of a row; where a language is missing the Polish words stand in. */
function ruleOf(row: NamedRow): Rule {
  const of = (column: keyof typeof columns) => row.of(column);
  const words = (pl: keyof typeof columns, en: keyof typeof columns, uk: keyof typeof columns): Words => ({
    ...{ pl: of(pl), en: of(en) || of(pl), uk: of(uk) || of(pl) },
  });
  const list = (column: keyof typeof columns) =>
    of(column)
      .split(/[\s,]+/)
      .filter(Boolean);
  const number = (column: 'from' | 'below' | 'egfrBelow') =>
    of(column) === '' ? {} : { [column]: Number(of(column).replace(',', '.')) };
  return {
    ...{ id: of('id'), kind: of('kind') as RuleKind, a: list('a'), severity: of('severity') as Severity },
    ...(of('b') === '' ? {} : { b: list('b') }),
    ...(of('icd10') === '' ? {} : { icd10: list('icd10') }),
    effect: words('effectPl', 'effectEn', 'effectUk'),
    advice: words('advicePl', 'adviceEn', 'adviceUk'),
    ...{ ...number('from'), ...number('below'), ...number('egfrBelow'), source: of('source') },
    ...(of('most') === '' ? {} : { mostPerDay: { value: Number(of('most').replace(',', '.')), unit: of('unit') } }),
  };
}

/** What is wrong with a rule, in words. */
function faultsOf(rule: Rule): string[] {
  const { id, kind, a, b, severity, effect, advice, source, icd10, egfrBelow, from, below, mostPerDay } = rule;
  const isText = (value: unknown, most: number) => typeof value === 'string' && value !== '' && value.length <= most;
  const isWords = (words: Words | undefined) =>
    words && [words.pl, words.en, words.uk].every((one) => isText(one, 500));
  const areAtc = (codes: unknown) =>
    Array.isArray(codes) && codes.length > 0 && codes.every((code) => typeof code === 'string' && atc.test(code));
  const isNumber = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1e6;
  const faults: [boolean, string][] = [
    [!isText(id, 80), 'it has no id, or one of more than 80 letters.'],
    [!ruleKinds.includes(kind), `the kind is none of ${ruleKinds.join(', ')}.`],
    [!severities.includes(severity), `the severity is none of ${severities.join(', ')}.`],
    [!areAtc(a), 'the medicine is named by no ATC code.'],
    [(kind === 'interaction' || kind === 'allergy') && !areAtc(b), 'the other side is named by no ATC code.'],
    [!isWords(effect) || !isWords(advice), 'effect or advice is missing in pl, en or uk.'],
    [!isText(source, 300), 'it has no source.'],
    [kind === 'kidney' && !isNumber(egfrBelow), 'a kidney rule needs an eGFR.'],
    [kind === 'age' && from === undefined && below === undefined, 'an age rule needs an age.'],
    [[from, below].some((age) => age !== undefined && !isNumber(age)), 'an age is no number.'],
    [kind === 'condition' && !(Array.isArray(icd10) && icd10.length > 0), 'a condition rule needs ICD-10 codes.'],
    [kind === 'dose' && !(isNumber(mostPerDay?.value) && isText(mostPerDay?.unit, 20)), 'a dose rule needs a dose.'],
  ];
  return faults.flatMap(([isWrong, says]) => (isWrong ? [says] : []));
}

function checked(set: RuleSet, faults: Faults): RuleSet {
  const seen = new Set<string>();
  for (const { id } of set.rules) {
    if (seen.has(id)) faults.add(0, `the rule ${String(id).slice(0, 40)} stands there twice.`);
    seen.add(id);
  }
  faults.demandNone('bad-rows');
  if (set.rules.length === 0) throw new Refusal('invalid', 'no-rows', 'There is no rule in the file. Is it whole?');
  if (set.rules.length > mostRules) throw new Refusal('invalid', 'bad-set', `At most ${mostRules} rules are read.`);
  return set;
}
