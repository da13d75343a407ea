/** How it went, in the words of the services: what a rule forbids is an answer, not a fault. */
import type { Answer } from '#core/http/inside.ts';
import { SoapFault } from '#core/soap/fault.ts';
import type { Values } from '#core/soap/model.ts';
import type { Fault } from '#libs/cda/model.ts';

/** P1's own names of these codes could not be confirmed: they are ours. */
export const done: Values = { major: 'urn:ezdrowie:wynik:wykonano' };
export const refused = (code: string, says: string): Values => ({
  major: 'urn:ezdrowie:wynik:odmowa',
  minor: `urn:ezdrowie:powod:${code}`,
  komunikat: says,
});

/** Ends a call with an answer that says no. */
export class NotDone extends Error {
  readonly outcome: Values;
  /** What was found in the document. */
  readonly faults: readonly Fault[];
  constructor(code: string, says: string, faults: readonly Fault[] = []) {
    super(says);
    this.name = 'NotDone';
    this.outcome = refused(code, says);
    this.faults = faults;
  }
}

const verdict = { error: 'blad', warning: 'ostrzezenie' } as const;

/** Faults of a document as results of rules. */
export const rulesOf = (faults: readonly Fault[]): Values => ({
  wynikWeryfikacjiReguly: faults.map(({ code, severity, message, path }) => ({
    kodRegulyWeryfikacji: `EZD.${code}`,
    wynikWeryfikacji: `urn:csioz:p1:erecepta:kodWynikuWeryfikacji:${verdict[severity]}`,
    opisProblemu: message,
    miejsceWystapieniaBledu: path,
  })),
});

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly detailPl?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly detail?: string }[];
}

/**
 * What an operation answered.
 * @throws NotDone when a rule forbids it; SoapFault when the caller may not, or it is to be tried later.
 */
export function demandDone({ status, body }: Answer): Readonly<Record<string, unknown>> {
  if (status < 300) return body ?? {};
  const { code = 'odmowa', detail = '', detailPl, errors = [] } = (body ?? {}) as Problem;
  const says = detailPl ?? detail;
  if (status === 429 || status === 503) throw new SoapFault('przekroczonyCzas', says);
  if (status >= 500) throw new Error(`An operation failed: ${status} ${code}`);
  if (status === 401) throw new SoapFault('bladUwierzytelnienia', says, 'brakUprawnienPodmiotu');
  const faults = errors.map(({ pointer = '', detail: message = '' }): Fault => {
    return { severity: 'error', code, path: pointer, message };
  });
  throw new NotDone(code, says, faults);
}
