/**
 * The numbers of a referral: its own (22 digits), the key (44 digits) and the code (4 digits, used together with the
 * PESEL). domain/poland.md 1.2. The code is not stored: it follows from the key by a secret of the installation, so
 * that neither the tables nor the record open a referral to whoever reads them.
 */
import { createHmac } from 'node:crypto';
import type { Runtime } from '#core/runtime/runtime.ts';
import { cezNode, oidSystem, providerSystems } from '#libs/polish-identifiers/systems.ts';

/** Identifier.system of the key. P1 gives keys no OID that could be confirmed. */
export const keySystem = 'urn:ezdrowie:referral-key';

/** Numbers of referrals of a provider that has no node of its own: below the node of what P1 itself creates. */
const platformNode = `${cezNode}.7`;
const nodeSystem = oidSystem(`${cezNode}.2.7`);

/** A number of `length` digits, the first none of 0. */
function digits(runtime: Pick<Runtime, 'randomBytes'>, length: number): string {
  let text = '';
  while (text.length < length) {
    // Bytes from 250 on would make some digits likelier than others.
    for (const byte of runtime.randomBytes(length)) if (byte < 250) text += byte % 10;
  }
  return `${1 + (Number(text[0]) % 9)}${text.slice(1, length)}`;
}

export const newNumber = (runtime: Pick<Runtime, 'randomBytes'>): string => digits(runtime, 22);
export const newKey = (runtime: Pick<Runtime, 'randomBytes'>): string => digits(runtime, 44);

/** As people type it and scanners read it: spaces and dashes do not matter. */
export const cleanDigits = (typed: string): string => typed.replaceAll(/[\s-]/g, '');
export const isKey = (text: string): boolean => /^[0-9]{44}$/.test(text);
export const isCode = (text: string): boolean => /^[0-9]{4}$/.test(text);

/** The code that belongs to a key. */
export function codeOfKey(secret: Buffer, key: string): string {
  const bits = createHmac('sha256', secret).update(`referral ${key}`).digest().readUInt32BE();
  return String(bits % 10_000).padStart(4, '0');
}

/** `system` of the numbers that a facility gives, from its Organization. */
export function numberSystemOf(organization: { readonly [element: string]: unknown } | undefined): string {
  const known = (organization?.identifier ?? []) as { system?: string; value?: string }[];
  const node = known.find(({ system, value }) => system === nodeSystem && /^\d{1,9}$/.test(value ?? ''))?.value;
  return providerSystems(node === undefined ? platformNode : `${cezNode}.2.7.${node}`).referral;
}
