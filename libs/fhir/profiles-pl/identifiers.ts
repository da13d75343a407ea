/**
 * Rules about Polish numbers, in FHIRPath, so that every validator can check them; ours knows these very expressions
 * and runs the functions of libs/polish-identifiers instead. domain/poland.md 1.1
 */
import { isNip } from '../../polish-identifiers/nip.ts';
import { isNpwz } from '../../polish-identifiers/npwz.ts';
import { isPesel } from '../../polish-identifiers/pesel.ts';
import { isRegon } from '../../polish-identifiers/regon.ts';
import { identifierSystems } from '../../polish-identifiers/systems.ts';
import type { Constraint } from '../profiles/profile.ts';
import { rule } from './source.ts';

type Identifier = { system?: unknown; value?: unknown };

const digit = (at: number): string => `value.substring(${at}, 1).toInteger()`;
/** The weighted sum of the first digits. */
const sum = (weights: readonly number[], from = 0): string =>
  `(${weights.map((weight, at) => `${weight} * ${digit(at + from)}`).join(' + ')})`;

/** The numbers: how they are told, written and checked. */
const numbers = [
  {
    key: 'pl-pesel',
    human: 'The PESEL is wrong: it has 11 digits, a date of birth and a check digit at its end.',
    systems: [identifierSystems.pesel],
    form: '^[0-9]{11}$',
    check: [
      `(${sum([1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1])} mod 10) = 0`,
      '(value.substring(2, 2).toInteger() mod 20) > 0 and (value.substring(2, 2).toInteger() mod 20) < 13',
      'value.substring(4, 2).toInteger() > 0 and value.substring(4, 2).toInteger() < 32',
    ],
    isValid: isPesel,
  },
  {
    key: 'pl-npwz',
    human: "The doctor's NPWZ is wrong: it has 7 digits, of which the first is the check digit.",
    systems: [identifierSystems.npwzDoctor],
    form: '^[1-9][0-9]{6}$',
    check: [`(${sum([1, 2, 3, 4, 5, 6], 1)} mod 11) = ${digit(0)}`],
    isValid: isNpwz,
  },
  {
    key: 'pl-regon-9',
    human: 'The REGON of an entity is wrong: it has 9 digits, of which the last is the check digit.',
    systems: [identifierSystems.regon9],
    form: '^[0-9]{9}$',
    check: [`((${sum([8, 9, 2, 3, 4, 5, 6, 7])} mod 11) mod 10) = ${digit(8)}`],
    isValid: (value: string) => value.length === 9 && isRegon(value),
  },
  {
    key: 'pl-regon-14',
    human: 'The REGON of a local unit is wrong: it has 14 digits, and check digits in the 9th and last place.',
    systems: [identifierSystems.regon14],
    form: '^[0-9]{14}$',
    check: [
      `((${sum([8, 9, 2, 3, 4, 5, 6, 7])} mod 11) mod 10) = ${digit(8)}`,
      `((${sum([2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8])} mod 11) mod 10) = ${digit(13)}`,
    ],
    isValid: (value: string) => value.length === 14 && isRegon(value),
  },
  {
    key: 'pl-nip',
    human: 'The NIP is wrong: it has 10 digits, of which the last is the check digit.',
    systems: [identifierSystems.nip],
    form: '^[0-9]{10}$',
    check: [`(${sum([6, 5, 7, 2, 3, 4, 5, 6, 7])} mod 11) = ${digit(9)}`],
    isValid: isNip,
  },
] as const;

const expressionOf = ({ systems: [system], form, check }: (typeof numbers)[number]): string =>
  `system = '${system}' implies (value.matches('${form}') and ${check.map((one) => `(${one})`).join(' and ')})`;

/** Rules for an element of type Identifier. */
export const numberRules: readonly Constraint[] = numbers.map((one) => rule(one.key, one.human, expressionOf(one)));

/** By expression: what the rule says, without evaluating it. */
export const nativeRules: ReadonlyMap<string, (identifier: Identifier) => boolean> = new Map(
  numbers.map((one) => {
    const [system] = one.systems;
    return [
      expressionOf(one),
      ({ system: given, value }) => given !== system || (typeof value === 'string' && one.isValid(value)),
    ];
  }),
);

/** A node that stands for no country: `…4424.1.1` alone is nobody's number. */
export const wholeNode: Constraint = rule(
  'pl-node',
  'The system must name a country (for Poland 616); the bare node is nobody’s number.',
  "system.matches('^urn:oid:2\\\\.16\\\\.840\\\\.1\\\\.113883\\\\.3\\\\.4424\\\\.1\\\\.(1|2|3|5)$').not()",
);
