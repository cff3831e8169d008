// The part of Markdown that our guides use, as HTML: headings, paragraphs, lists, tables, fenced code, and inside of lines
// code, bold and links. What it does not know stays text.
export const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

export const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

export const inline = (text) =>
  text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith("`") && part.length > 2
        ? `<code>${escaped(part.slice(1, -1))}</code>`
        : escaped(part)
            .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
            .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>'),
    )
    .join("");

const cells = (line) =>
  line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => inline(cell.trim()));

function table(lines) {
  const row = (tag, line) =>
    `<tr>${cells(line)
      .map((c) => `<${tag}>${c}</${tag}>`)
      .join("")}</tr>`;
  return `<div class="scroll" tabindex="0"><table><thead>${row("th", lines[0])}</thead><tbody>${lines
    .slice(2)
    .map((l) => row("td", l))
    .join("")}</tbody></table></div>`;
}

/* Items of one list; a line that is indented belongs to the item before it. */
function list(lines) {
  const ordered = /^\d/.test(lines[0]);
  const items = [];
  for (const line of lines) {
    if (/^(-|\d+\.) /.test(line)) items.push(line.replace(/^(-|\d+\.) /, ""));
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  const tag = ordered ? "ol" : "ul";
  return `<${tag}>${items.map((i) => `<li>${inline(i)}</li>`).join("")}</${tag}>`;
}

/* { html, headings: [{ level, id, text }] } */
export function markdown(source) {
  const lines = source.split("\n");
  const html = [];
  const headings = [];
  const take = (more) => {
    const taken = [];
    while (lines.length > 0 && more(lines[0])) taken.push(lines.shift());
    return taken;
  };
  while (lines.length > 0) {
    const line = lines[0];
    const heading = /^(#{1,4}) (.*)$/.exec(line);
    if (line.startsWith("```")) {
      lines.shift();
      const code = take((l) => l !== "```");
      lines.shift();
      html.push(`<pre tabindex="0"><code>${escaped(code.join("\n"))}</code></pre>`);
    } else if (heading) {
      lines.shift();
      const [, marks, text] = heading;
      const id = slug(text);
      headings.push({ level: marks.length, id, text });
      html.push(`<h${marks.length} id="${id}">${inline(text)}</h${marks.length}>`);
    } else if (line.startsWith("|")) html.push(table(take((l) => l.startsWith("|"))));
    else if (/^(-|\d+\.) /.test(line)) html.push(list(take((l) => /^(-|\d+\.) /.test(l) || /^ {2,}\S/.test(l))));
    else if (line.trim() === "") lines.shift();
    else html.push(`<p>${inline(take((l) => l.trim() !== "" && !/^(#|```|\||- |\d+\. )/.test(l)).join(" "))}</p>`);
  }
  return { html: html.join("\n"), headings };
}

/* The fenced blocks of a guide with the words behind their fence: { lang, words, code }. */
export const blocks = (source) =>
  [...source.matchAll(/^```(\w+)?([^\n]*)\n([\s\S]*?)\n```$/gm)].map(([, lang = "", words, code]) => ({
    lang,
    words: Object.fromEntries(
      words
        .trim()
        .split(/\s+/)
        .filter(Boolean)
        .map((w) => w.split("=")),
    ),
    code,
  }));
