/**
 * Code 128, set C: two digits in a symbol, as pharmacies' scanners read keys of prescriptions. Pure.
 * ISO/IEC 15417
 */

/** Widths of bars and spaces, in modules, of the symbols 0 … 105; the stop has a bar more. */
const widths = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');
const stop = '2331112';
const startC = 105;

/** The symbols of a code: start, pairs of digits, check. @throws RangeError for what is not an even number of digits */
export function symbolsOf(digits: string): number[] {
  if (!/^(\d\d)+$/.test(digits)) throw new RangeError('Code 128 C takes an even number of digits');
  const pairs = (digits.match(/\d\d/g) ?? []).map(Number);
  const sum = pairs.reduce((total, value, place) => total + value * (place + 1), startC);
  return [startC, ...pairs, sum % 103];
}

/** Bars as `[place, width]` in modules, and how many modules it is wide, without the quiet zones. */
export function barsOf(digits: string): { bars: [place: number, width: number][]; modules: number } {
  const all = [...symbolsOf(digits).map((symbol) => widths[symbol] ?? ''), stop].join('');
  const bars: [number, number][] = [];
  let place = 0;
  for (const [index, width] of [...all].map(Number).entries()) {
    if (index % 2 === 0) bars.push([place, width]);
    place += width;
  }
  return { bars, modules: place };
}
