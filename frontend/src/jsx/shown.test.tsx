import { Button } from "react-aria-components/Button";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { piecesByDirection, visible } from "../lib/visible";

test("what turns or hides is shown by its number", () => {
  const cases: [string, string][] = [
    ["safe\u202Egnp.exe\u202C", "safe[U+202E]gnp.exe[U+202C]"],
    [
      "\u2066a\u2069 \u2067b \u2068c \u202A\u202B\u202D",
      "[U+2066]a[U+2069] [U+2067]b [U+2068]c [U+202A][U+202B][U+202D]",
    ],
    ["a\u200Eb\u200Fc\u061C", "a[U+200E]b[U+200F]c[U+061C]"],
    ["AB\u200BC\u2060D\uFEFFE\u00ADF", "AB[U+200B]C[U+2060]D[U+FEFF]E[U+00AD]F"],
    ["\u0000\u0007\u001B[31m\u007F\u0085\u009B", "[U+0000][U+0007][U+001B][31m[U+007F][U+0085][U+009B]"],
    ["line\u2028next\u2029\uFFF9", "line[U+2028]next[U+2029][U+FFF9]"],
    ["a\u200Db \u200C", "a[U+200D]b [U+200C]"], // joins nothing
    ["\u3164\uFFA0\u115F", "[U+3164][U+FFA0][U+115F]"],
    ["A\uFE0F\uFE0F", "A\uFE0F[U+FE0F]"], // one form is meant, more carry something
    ["x\u{E0041}\u{E0042}", "x[U+E0041][U+E0042]"],
  ];
  for (const [from, to] of cases) {
    expect(visible(from)).toBe(to);
    expect(visible(to)).toBe(to);
  }
});

test("scripts and emoji keep what they are written with", () => {
  const good = [
    "plain, \t tabs\r\nand lines",
    "\u{1F469}\u200D\u{1F469}\u200D\u{1F467}",
    "\u2764\uFE0F\u200D\u{1F525} \u{1F3F3}\uFE0F\u200D\u{1F308} \u{1F469}\u{1F3FD}\u200D\u{1F692} 1\uFE0F\u20E3",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} \u{1F1E9}\u{1F1EA}",
    "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", // Persian
    "\u0915\u094D\u200D\u0937 \u0D28\u0D4D\u200D", // Hindi, Malayalam
    "\u0DC1\u0DCA\u200D\u0DBB\u0DD3", // Sinhala
    "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u200B\u0E04\u0E23\u0E31\u0E1A", // Thai
    "\u845B\u{E0100}\u57CE", // a Japanese name's form of a character
    "\u05D0\u05D1\u05D2 123 Zalgo\u0351",
  ];
  for (const text of good) expect(visible(text)).toBe(text);
});

test("words from right to left are set apart", () => {
  expect(piecesByDirection("plain 1")).toEqual(["plain 1"]);
  expect(piecesByDirection("\u05D0\u05D1 5, \u05D2 7")).toEqual(["", "\u05D0\u05D1 5, \u05D2 7", ""]);
  expect(piecesByDirection("Cancel \u05D0\u05D1 \u05D2 12?")).toEqual(["Cancel ", "\u05D0\u05D1 \u05D2", " 12?"]);
});

test("every element is made with visible texts, and nothing else of it changes", () => {
  const bad = "a\u202Eb";
  const Named = ({ name }: { name: string }) => <b title={name}>{name}</b>;
  const html = renderToStaticMarkup(
    <section aria-label={bad} data-text="data">
      {bad} and {[bad, <i key="x">{bad}</i>]}
      <Named name={bad} />
      <input defaultValue={bad} placeholder={bad} />
      <Button aria-label={bad}>{bad}</Button>
      <span>Order {"\u05D0"} 12</span>
      <select defaultValue="1">
        <option value="1">{"\u05D0 x"}</option>
      </select>
    </section>,
  );
  expect(html.replace(/value="[^"]*"/g, "")).not.toMatch(/[\u202A-\u202E]/);
  expect(html).toContain(`value="${bad}"`);
  expect(html.match(/a\[U\+202E\]b/g)?.length).toBe(9);
  expect(html).toContain("<span>Order <bdi>\u05D0</bdi> 12</span>");
  expect(html).not.toMatch(/<option[^>]*><bdi>/);
});
