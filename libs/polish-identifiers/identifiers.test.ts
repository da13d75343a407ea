/** Known samples and properties of every identifier of this folder. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gtinFault, isGtin, makeEan13, toGtin14 } from './gtin.ts';
import { isNip, makeNip, nipFault } from './nip.ts';
import { isNpwz, makeNpwz, npwzFault, npwzForms } from './npwz.ts';
import { isPesel, makePesel, peselFault, readPesel } from './pesel.ts';
import { isRegon, makeRegon, makeRegonOfUnit, regonFault } from './regon.ts';
import {
  bookOf,
  isCellSpeciality,
  isRpwdlBook,
  isRpwdlCell,
  isRpwdlUnit,
  makeRpwdlBook,
  makeRpwdlCell,
} from './rpwdl.ts';
import { identifierSystems, personalNumberSystem, providerNode, providerSystems } from './systems.ts';
import { isSimc, isTerc, isUlic, voivodeshipOf } from './teryt.ts';

const oneDigitOff = (text: string, place: number, by: number): string => {
  const at = place % text.length;
  return text.slice(0, at) + ((Number(text[at]) + 1 + (by % 9)) % 10) + text.slice(at + 1);
};
const birthDates = fc
  .date({ min: new Date('1800-01-01'), max: new Date('2299-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const sexes = fc.constantFrom('female' as const, 'male' as const);

describe('PESEL', () => {
  it('accepts known samples and reads date and sex', () => {
    expect(readPesel('44051401359')).toEqual({ birthDate: '1944-05-14', sex: 'male' });
    expect(readPesel('02070803628')).toEqual({ birthDate: '1902-07-08', sex: 'female' });
  });
  it.each([
    ['4405140135', 'length'],
    ['4405140135x', 'digits'],
    ['44131401359', 'month'],
    ['44053201359', 'day'],
    ['01022901359', 'day'],
    ['44051401358', 'checksum'],
  ])('says what is wrong with %s: %s', (pesel, part) => {
    expect(peselFault(pesel)?.part).toBe(part);
    expect(readPesel(pesel)).toBeUndefined();
  });
  it('reads back whatever it makes, over five centuries', () => {
    fc.assert(
      fc.property(birthDates, sexes, fc.nat(4999), (birthDate, sex, serial) => {
        expect(readPesel(makePesel(birthDate, sex, serial))).toEqual({ birthDate, sex });
      }),
    );
  });
  it('never accepts a number with one wrong digit', () => {
    fc.assert(
      fc.property(birthDates, sexes, fc.nat(4999), fc.nat(10), fc.nat(8), (birthDate, sex, serial, place, by) => {
        expect(isPesel(oneDigitOff(makePesel(birthDate, sex, serial), place, by))).toBe(false);
      }),
    );
  });
  it('gives different people different numbers', () => {
    const all = Array.from({ length: 5000 }, (_, serial) => makePesel('2014-02-28', 'female', serial));
    expect(new Set(all).size).toBe(5000);
    expect(() => makePesel('2014-02-28', 'female', 5000)).toThrow(RangeError);
    expect(() => makePesel('1799-02-28', 'female', 1)).toThrow(RangeError);
  });
});

describe('NPWZ', () => {
  it.each(['4727124', '3548362', '7313648', '5223344'])('accepts the integration sample %s', (npwz) => {
    expect(npwzFault(npwz)).toBeUndefined();
  });
  it.each([
    ['472712', 'length'],
    ['472712a', 'digits'],
    ['5727124', 'checksum'],
    ['0000000', 'checksum'],
  ])('says what is wrong with %s: %s', (npwz, part) => expect(npwzFault(npwz)?.part).toBe(part));
  it('makes valid numbers, and one wrong digit spoils them', () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.nat(6), fc.nat(8), (serial, place, by) => {
        expect(isNpwz(makeNpwz(serial))).toBe(true);
        expect(isNpwz(oneDigitOff(makeNpwz(serial), place, by))).toBe(false);
      }),
    );
  });
  it('knows the forms of other professions', () => {
    expect(npwzForms.nurse.test('1234567P')).toBe(true);
    expect(npwzForms.midwife.test('1234567P')).toBe(false);
  });
});

describe('REGON and NIP', () => {
  it('accepts known samples', () => {
    expect(['123456785', '12345678512347'].map(isRegon)).toEqual([true, true]);
    expect(isNip('1234563218')).toBe(true);
  });
  it.each([
    ['1234567', 'length'],
    ['12345678x', 'digits'],
    ['123456786', 'entity-checksum'],
    ['12345678512348', 'unit-checksum'],
  ])('says what is wrong with REGON %s: %s', (regon, part) => expect(regonFault(regon)?.part).toBe(part));
  it.each([
    ['123456321', 'length'],
    ['123-456-32', 'digits'],
    ['1234563219', 'checksum'],
  ])('says what is wrong with NIP %s: %s', (nip, part) => expect(nipFault(nip)?.part).toBe(part));
  it('makes valid numbers', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.nat(9999), (serial, unit) => {
        expect(isRegon(makeRegon(serial))).toBe(true);
        expect(isRegon(makeRegonOfUnit(makeRegon(serial), unit))).toBe(true);
        expect(isNip(makeNip(serial))).toBe(true);
      }),
    );
  });
});

describe('RPWDL, TERYT, GTIN', () => {
  it('knows the forms of RPWDL', () => {
    expect([isRpwdlBook('000000927722'), isRpwdlBook('927722')]).toEqual([true, false]);
    expect([isRpwdlUnit('000000190353-11'), isRpwdlUnit('000000190353-1')]).toEqual([true, false]);
    expect([isRpwdlCell('000000190353-1232'), isRpwdlCell('000000190353-11')]).toEqual([true, false]);
    expect([isCellSpeciality('1100'), isCellSpeciality('110')]).toEqual([true, false]);
    expect(bookOf(makeRpwdlCell(makeRpwdlBook(927722), 1))).toBe('000000927722');
    expect(() => makeRpwdlBook(1e12)).toThrow(RangeError);
  });
  it('knows SIMC by its check digit and TERC by its voivodeship', () => {
    const cities = ['0918123', '0950463', '0986283', '0969400', '0933016', '0977976', '0945930', '0974133'];
    expect(cities.every(isSimc)).toBe(true);
    expect(isSimc('0918124')).toBe(false);
    expect([isTerc('1465011'), isTerc('1365011'), isTerc('146501')]).toEqual([true, false, false]);
    expect([voivodeshipOf('2661011'), voivodeshipOf('9900000')]).toEqual(['świętokrzyskie', undefined]);
    expect(isUlic('12345')).toBe(true);
  });
  it('checks GTIN', () => {
    expect(['5901234123457', '05901234123457', '4006381333931', '96385074'].every(isGtin)).toBe(true);
    // The sample of P1's integration environment has a check digit of its own making: warn there, do not refuse.
    expect(gtinFault('09909991023652')?.part).toBe('checksum');
    expect(gtinFault('5901234123458')?.part).toBe('checksum');
    expect(gtinFault('590')?.part).toBe('length');
    expect(gtinFault('590123412345x')?.part).toBe('digits');
    expect(isGtin(toGtin14(makeEan13('590', 42)))).toBe(true);
  });
  it('names the systems as P1 does', () => {
    expect(identifierSystems.pesel).toBe('urn:oid:2.16.840.1.113883.3.4424.1.1.616');
    expect(personalNumberSystem(616)).toBe(identifierSystems.pesel);
    expect(providerSystems(providerNode(1)).medicalEvent).toBe('urn:oid:2.16.840.1.113883.3.4424.2.7.1.15.1');
  });
});
