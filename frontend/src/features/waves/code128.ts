/* Code 128 (ISO/IEC 15417): letters and signs by set B, runs of digits two at a time by set C. */

/* Widths of the bars and spaces of each value, a bar first; the last is the stop. */
const patterns =
  "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112".split(
    " ",
  );
const toC = 99;
const toB = 100;
const startB = 104;
const startC = 105;
const stop = 106;

/* The values of a text, from start to stop; null when it holds something else than printable ASCII. */
export function valuesOf(text: string): number[] | null {
  if (!/^[\x20-\x7e]+$/.test(text)) return null;
  const values: number[] = [];
  let isC = false;
  for (let i = 0; i < text.length; ) {
    const digits = /^\d*/.exec(text.slice(i))?.[0].length ?? 0;
    // Changing the set costs a value, so it takes four digits to gain something; two when there is nothing else.
    const wantsC = digits >= 4 || (digits === 2 && text.length === 2);
    if (!isC && wantsC && digits % 2 === 0) {
      values.push(values.length === 0 ? startC : toC);
      isC = true;
    } else if (isC && digits < 2) {
      values.push(toB);
      isC = false;
    } else if (values.length === 0) {
      values.push(startB);
    }
    if (isC) {
      values.push(Number(text.slice(i, i + 2)));
      i += 2;
    } else {
      values.push(text.charCodeAt(i) - 32);
      i += 1;
    }
  }
  const check = values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103;
  return [...values, check, stop];
}

export interface Bars {
  /* In modules, without the quiet zones. */
  width: number;
  bars: readonly { x: number; width: number }[];
}

export function barsOf(text: string): Bars | null {
  const values = valuesOf(text);
  if (!values) return null;
  const bars: { x: number; width: number }[] = [];
  let x = 0;
  for (const value of values)
    for (const [i, char] of [...(patterns[value] ?? "")].entries()) {
      const width = Number(char);
      if (i % 2 === 0) bars.push({ x, width });
      x += width;
    }
  return { width: x, bars };
}

export const patternOf = (value: number) => patterns[value];
