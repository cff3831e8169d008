/* Texts of strangers, shown so that what is seen is what stands there: a character that turns the direction of the text
 * around it, or that nobody can see, becomes its number, as in "safe[U+202E]gnp.exe". Line ends and tabs stay, and so do
 * invisible characters where a script or an emoji is written with them: names in Persian, Hindi or Sinhala, families and
 * flags would be wrong without, and there they turn and hide nothing. */
const emoji = "\\p{Extended_Pictographic}[\\uFE0E\\uFE0F\\p{Emoji_Modifier}]?";
const joining = (
  "Arabic Syriac Mongolian Nko Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala " +
  "Khmer Myanmar Tibetan"
).replace(/\w+/g, "\\p{Script=$&}");
const unspaced = "[\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]";

const meant = [
  "\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{4,6}\\u{E007F}", // the flags of England, Scotland and Wales
  `${emoji}(?:\\u200D${emoji})*`,
  `(?<=[${joining}])(?:\\u200D|\\u200C(?=[${joining}]))`,
  `(?<=${unspaced})\\u200B(?=${unspaced})`,
  "(?<=\\p{Script=Mongolian})[\\u180B-\\u180F]",
  "(?<=[\\p{L}\\p{N}\\p{P}\\p{S}])[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]", // which form of the character before it
].join("|");
const unseen = "(?![\\t\\n\\r])[\\p{Cc}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\uFFF9-\\uFFFB]";

const any = new RegExp(unseen, "u");
const each = new RegExp(`(${meant})|${unseen}`, "gu");

export const visible = (text: string): string =>
  any.test(text)
    ? text.replace(each, (found, good?: string) =>
        good === undefined ? `[U+${found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}]` : found,
      )
    : text;

/* Words of a script that runs from right to left draw the numbers and signs beside them to their side, so each run of them
 * is to be set apart (<bdi>): the pieces at odd places are such runs. A text without any is one piece. */
const right = "[\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}]";
const anyRight = new RegExp(right, "u");
const runs = new RegExp(`(${right}(?:\\P{L}*${right})*)`, "u");
const leftLetter = new RegExp(`(?!${right})\\p{L}`, "u");

export const piecesByDirection = (text: string): string[] => {
  if (!anyRight.test(text)) return [text];
  return leftLetter.test(text) ? text.split(runs) : ["", text, ""];
};
