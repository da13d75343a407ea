/** Decimals by their digits, precision kept: 1.50 has two. http://hl7.org/fhirpath/N1/#decimal */

/** Digits behind the point that a division gives at most, and digits that any result may have. */
const divisionScale = 16;
const mostDigits = 60;
const tooLarge = 10n ** BigInt(mostDigits);

export class Decimal {
  /** The digits as a whole number. */
  readonly digits: bigint;
  /** How many of them stand behind the point. */
  readonly scale: number;
  /** Zero keeps a sign only in its text: `-0.0`. */
  private readonly isNegativeZero: boolean;

  constructor(digits: bigint, scale = 0, isNegativeZero = false) {
    this.digits = digits;
    this.scale = scale;
    this.isNegativeZero = isNegativeZero && digits === 0n;
  }

  /** Reads `-1.50` or `1e-7`; undefined for what is no number or has too many digits. */
  static read(text: string): Decimal | undefined {
    const found = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
    if (!found) return undefined;
    const [, sign, whole = '', behind = '', exponent = '0'] = found;
    const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${behind}`);
    const scale = behind.length - Number(exponent);
    if (Math.abs(scale) > mostDigits) return undefined;
    return scale >= 0 ? new Decimal(digits, scale, sign === '-') : new Decimal(digits * 10n ** BigInt(-scale));
  }

  static of(value: number): Decimal | undefined {
    return Number.isFinite(value) ? Decimal.read(String(value)) : undefined;
  }

  /** The digits of both at one scale. */
  private with(other: Decimal): [bigint, bigint, number] {
    const scale = Math.max(this.scale, other.scale);
    return [this.digits * 10n ** BigInt(scale - this.scale), other.digits * 10n ** BigInt(scale - other.scale), scale];
  }

  compare(other: Decimal): number {
    const [left, right] = this.with(other);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  plus(other: Decimal): Decimal {
    const [left, right, scale] = this.with(other);
    return new Decimal(left + right, scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.digits * other.digits, this.scale + other.scale).bounded();
  }

  negated(): Decimal {
    return new Decimal(-this.digits, this.scale, this.digits === 0n && !this.isNegativeZero);
  }

  absolute(): Decimal {
    return this.digits < 0n ? this.negated() : this;
  }

  /** Undefined for a division by zero. */
  dividedBy(other: Decimal): Decimal | undefined {
    if (other.digits === 0n) return undefined;
    const [left, right] = this.with(other);
    const scaled = left * 10n ** BigInt(divisionScale + 1);
    return new Decimal(scaled / right, divisionScale + 1).rounded(divisionScale).trimmed();
  }

  /** The whole part of a division. */
  wholes(other: Decimal): Decimal | undefined {
    if (other.digits === 0n) return undefined;
    const [left, right] = this.with(other);
    return new Decimal(left / right);
  }

  modulo(other: Decimal): Decimal | undefined {
    if (other.digits === 0n) return undefined;
    const [left, right, scale] = this.with(other);
    return new Decimal(left % right, scale);
  }

  /** Without what stands behind `scale`; zeros are added where there is less. */
  truncated(scale = 0): Decimal {
    const { digits } = this;
    if (scale >= this.scale) return new Decimal(digits * 10n ** BigInt(scale - this.scale), scale);
    return new Decimal(digits / 10n ** BigInt(this.scale - scale), scale, digits < 0n);
  }

  /** Half goes away from zero. */
  rounded(scale = 0): Decimal {
    if (scale >= this.scale) return this.truncated(scale);
    const unit = 10n ** BigInt(this.scale - scale);
    const half = this.digits < 0n ? -unit / 2n : unit / 2n;
    return new Decimal((this.digits + half) / unit, scale, this.digits < 0n);
  }

  floor(): Decimal {
    const whole = this.truncated();
    return whole.compare(this) > 0 ? whole.minus(one) : whole;
  }

  ceiling(): Decimal {
    const whole = this.truncated();
    return whole.compare(this) < 0 ? whole.plus(one) : whole;
  }

  /** Without zeros at the end. */
  trimmed(): Decimal {
    let { digits, scale } = this;
    while (scale > 0 && digits % 10n === 0n) {
      digits /= 10n;
      scale--;
    }
    return new Decimal(digits, scale);
  }

  /** More digits than any result may have: an overflow. */
  get isTooLarge(): boolean {
    return this.digits >= tooLarge || this.digits <= -tooLarge;
  }

  get isWhole(): boolean {
    return this.trimmed().scale === 0;
  }

  toNumber(): number {
    return Number(this.toString());
  }

  toString(): string {
    const sign = this.digits < 0n || this.isNegativeZero ? '-' : '';
    const text = String(this.digits < 0n ? -this.digits : this.digits).padStart(this.scale + 1, '0');
    return this.scale === 0 ? sign + text : `${sign}${text.slice(0, -this.scale)}.${text.slice(-this.scale)}`;
  }

  private bounded(): Decimal {
    const excess = Math.max(0, String(this.digits).length - mostDigits);
    const scale = Math.max(0, Math.min(this.scale - excess, mostDigits));
    return scale >= this.scale ? this : this.rounded(scale);
  }
}

export const one = new Decimal(1n);
