/** Why an expression was not evaluated. */
export class FhirPathRefused extends Error {
  /** Not readable; readable but never sensible here; or not possible with these values. */
  readonly kind: 'syntax' | 'semantic' | 'execution';

  constructor(kind: FhirPathRefused['kind'], message: string) {
    super(message);
    this.name = 'FhirPathRefused';
    this.kind = kind;
  }
}

export const cannot = (says: string): FhirPathRefused => new FhirPathRefused('execution', says);
