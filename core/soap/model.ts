/**
 * A SOAP service as a value: what it is called, its operations, the shapes of what goes in and comes out. The WSDL, the
 * reading of requests and the writing of answers follow from it.
 */
import type { Fault } from './fault.ts';

/** One element. Elements of requests are known by their local name: clients of several schemas are understood. */
export interface Field {
  readonly name: string;
  readonly type: 'string' | 'base64' | 'int' | 'dateTime' | 'boolean' | readonly Field[];
  /** One by default. */
  readonly times?: '?' | '*';
}

/** What was sent or is answered: text for what is simple, lists for what may stand several times. */
export interface Values {
  readonly [name: string]: Value;
}
export type Value = string | Values | readonly (string | Values)[] | undefined;

/** By what a caller proved who they are. */
export interface Proof {
  /** `x5t#S256` of the certificate: base64url of the SHA-256 of its DER form. */
  readonly thumbprint: string;
  readonly by: 'ws-security' | 'tls';
}

export interface Incoming {
  readonly proof: Proof;
  /** Attributes of `kontekstWywolania`, by the last part of their names (`idUzytkownikaOidExt`). */
  readonly context: Readonly<Record<string, string>>;
  readonly source: string;
  readonly trace: string;
}

export interface SoapOperation {
  /** `zapisDokumentuSkierowania`; its elements are `ZapisDokumentuSkierowaniaRequest` and `…Response`. */
  readonly name: string;
  readonly summary: string;
  readonly request: readonly Field[];
  readonly response: readonly Field[];
  /** @throws SoapFault */
  handle(values: Values, incoming: Incoming): Promise<Values>;
}

export interface SoapService {
  /** `ObslugaSkierowaniaWS`: the last part of its address. */
  readonly name: string;
  readonly summary: string;
  /** Target namespace. */
  readonly namespace: string;
  readonly operations: readonly SoapOperation[];
}

export type { Fault };

const first = (name: string): string => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
export const requestName = ({ name }: Pick<SoapOperation, 'name'>): string => `${first(name)}Request`;
export const responseName = ({ name }: Pick<SoapOperation, 'name'>): string => `${first(name)}Response`;

/** The text of a simple element; undefined when it is not there. */
export const textOf = (values: Values | undefined, ...path: readonly string[]): string | undefined => {
  let found: Value = values;
  for (const name of path) {
    const one: Value = Array.isArray(found) ? found[0] : found;
    found = typeof one === 'object' && one !== null ? (one as Values)[name] : undefined;
  }
  const last: Value = Array.isArray(found) ? found[0] : found;
  return typeof last === 'string' ? last : undefined;
};

/** The elements of a name that may stand several times. */
export const listOf = (values: Values | undefined, ...path: readonly string[]): readonly Values[] => {
  let found: Value = values;
  for (const name of path) {
    const one: Value = Array.isArray(found) ? found[0] : found;
    found = typeof one === 'object' && one !== null ? (one as Values)[name] : undefined;
  }
  const list = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return list.filter((one): one is Values => typeof one === 'object');
};
