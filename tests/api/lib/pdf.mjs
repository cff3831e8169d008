// PDF files for tests: whole ones, hostile ones, and what only calls itself PDF.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { constants, deflateRawSync, deflateSync } from "node:zlib";

const bytes = (part) => typeof part === "string" ? Buffer.from(part, "latin1") : part;
const join = (...parts) => Buffer.concat(parts.map(bytes));

export const stream = (dict, data) => join(`<< ${dict} /Length ${bytes(data).length} >>\nstream\n`, data, "\nendstream");

/* Objects numbered from 1, the first is the catalog. */
export function assemble(objects, { version = "1.4", trailer = "", eol = "\n" } = {}) {
  const parts = [bytes(`%PDF-${version}${eol}%\xe2\xe3\xcf\xd3${eol}`)];
  const at = [];
  let size = parts[0].length;
  objects.forEach((object, i) => {
    const text = join(`${i + 1} 0 obj${eol}`, object, `${eol}endobj${eol}`);
    at.push(size);
    size += text.length;
    parts.push(text);
  });
  const rows = at.map((n) => `${String(n).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(bytes(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Root 1 0 R /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${size}\n%%EOF\n`));
  return Buffer.concat(parts);
}

/* A label: `catalog`, `page` and `more` (further objects, from number 4 + pages on) are put in as they are. */
export function pdf({ pages = 1, catalog = "", page = "", more = [], text = "LABEL", ...options } = {}) {
  const kids = Array.from({ length: pages }, (_, i) => `${i + 4} 0 R`).join(" ");
  return assemble([
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    stream("", `BT /F1 24 Tf 20 100 Td (${text}) Tj ET`),
    ...Array.from({ length: pages }, () => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 288 432] /Contents 3 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> ${page} >>`),
    ...more,
  ], options);
}

/* A good one of exactly that many bytes, filled with noise that cannot be made smaller. */
export function pdfOf(size) {
  const image = (n) => pdf({ page: "/Thumb 5 0 R", more: [stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", randomBytes(n))] });
  let n = size - image(0).length;
  for (let tries = 0; tries < 4; tries++) {
    const made = image(n);
    if (made.length === size) return made;
    n += size - made.length;
  }
  throw new Error(`no PDF of ${size} bytes`);
}

/* What qpdf makes of it. */
export function qpdf(source, ...args) {
  const dir = mkdtempSync(path.join(tmpdir(), "gwms-pdf-"));
  try {
    writeFileSync(path.join(dir, "in.pdf"), source);
    execFileSync("qpdf", ["--warning-exit-0", path.join(dir, "in.pdf"), ...args, path.join(dir, "out.pdf")], { stdio: "ignore" });
    return readFileSync(path.join(dir, "out.pdf"));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/* An update appended to a good file: the catalog anew. */
export function updated(catalog) {
  const base = pdf();
  const before = Number(/startxref\n(\d+)/.exec(base.toString("latin1"))[1]);
  const object = `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj\n`;
  return join(base, object, `xref\n1 1\n${String(base.length).padStart(10, "0")} 00000 n \ntrailer\n<< /Root 1 0 R /Size 5 /Prev ${before} >>\nstartxref\n${base.length + object.length}\n%%EOF\n`);
}

/* Some hundred KB that unpack to 100 GB. */
export function bomb() {
  const zeros = deflateRawSync(Buffer.alloc(64 << 20), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const inner = Buffer.concat([Buffer.from([0x78, 0xda]), ...Array(1600).fill(zeros), Buffer.from([3, 0, 0, 0, 0, 0])]);
  return pdf({ page: "/Thumb 5 0 R", more: [stream("/Filter [/FlateDecode /FlateDecode]", deflateSync(inner, { level: 9 }))] });
}

const script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
const annotation = (action) => `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 10 10] /A ${action} >>]`;
const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
const zip = join("PK\x03\x04\x14\0\0\0\0\0", Buffer.alloc(20), "a.txt", "hello", "PK\x01\x02", Buffer.alloc(42), "a.txt", "PK\x05\x06", Buffer.alloc(18));
const png = join("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89", Buffer.alloc(64));
const html = "<!doctype html><script>alert(document.domain)</script>".padEnd(200, " ");
const without = (what) => bytes(pdf().toString("latin1").replace(what, ""));

/* Refused at once: not a PDF by its first and last bytes. */
export const notPdf = {
  "64 bytes of nothing": Buffer.alloc(64),
  "a PNG": png,
  "a JPEG": join("\xff\xd8\xff\xe0\0\x10JFIF", Buffer.alloc(100)),
  "a GIF": join("GIF89a", Buffer.alloc(100)),
  "HTML": bytes(html),
  "an SVG with a script": bytes(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`.padEnd(100)),
  "a ZIP": zip,
  "EICAR": bytes(eicar.padEnd(80)),
  "an ELF program": join("\x7fELF\x02\x01\x01", Buffer.alloc(100)),
  "a Windows program": join("MZ\x90\0", Buffer.alloc(100)),
  "a shell script": bytes("#!/bin/sh\nrm -rf /\n".padEnd(100)),
  "a gzip": join("\x1f\x8b\x08\0", Buffer.alloc(100)),
  "PostScript": bytes("%!PS-Adobe-3.0\n".padEnd(100) + "%%EOF\n"),
  "UTF-16 of a PDF": Buffer.from(pdf().toString("latin1"), "utf16le"),
  "a PDF behind a byte order mark": join("\xef\xbb\xbf", pdf()),
  "a PDF behind a line end": join("\n", pdf()),
  "HTML before a PDF": join(html, pdf()),
  "a GIF that is a PDF too": join("GIF89a", pdf()),
  "a ZIP before a PDF": join(zip, pdf()),
  "a program before a PDF": join("MZ", pdf()),
  "version 3": pdf({ version: "3.0" }),
  "version 0": pdf({ version: "0.9" }),
  "a version without a point": bytes(pdf().toString("latin1").replace("%PDF-1.4", "%PDF-14 ")),
  "small letters": bytes(pdf().toString("latin1").replace("%PDF", "%pdf")),
  "the head alone": bytes("%PDF-1.4\n".padEnd(100)),
  "no end": without("%%EOF"),
  "no startxref": without("startxref"),
  "cut off in the middle": pdf().subarray(0, 400),
  "more than a KiB behind the end": join(pdf(), Buffer.alloc(1100, " ")),
  "a page of HTML behind the end": join(pdf(), html.repeat(6)),
  "a large ZIP behind the end": join(pdf(), Buffer.alloc(2000, "z"), zip),
};

/* Taken in and then refused by the check, with a reason like this one. */
export const refusedPdf = {
  "only a head and an end": [bytes("%PDF-1.4\nstartxref\n0\n%%EOF\n".padStart(90).trimStart().padEnd(90)), /damaged/],
  "noise in between": [join("%PDF-1.4\n", randomBytes(5000), "\nstartxref\n9\n%%EOF\n"), /damaged/],
  "HTML in between": [join("%PDF-1.4\n", html, "\nstartxref\n9\n%%EOF\n"), /damaged/],
  "a ZIP in between": [join("%PDF-1.4\n", zip, "\nstartxref\n9\n%%EOF\n"), /damaged/],
  "EICAR in between": [join("%PDF-1.4\n", eicar, "\nstartxref\n9\n%%EOF\n"), /damaged/],
  "no catalog": [assemble(["<< /Type /Nothing >>"]), /damaged|no pages/],
  "pages that are their own children": [assemble(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]), /damaged|no pages/],
  "no pages": [pdf({ pages: 0 }), /no pages/],
  "51 pages": [pdf({ pages: 51 }), /51 pages/],
  "1,000 pages": [pdf({ pages: 1000 }), /1000 pages/],
  "a password to open it (AES-256)": [qpdf(pdf(), "--encrypt", "user", "owner", "256", "--"), /encrypted/],
  "a password to change it (AES-256)": [qpdf(pdf(), "--encrypt", "", "owner", "256", "--"), /encrypted/],
  "a password (AES-128)": [qpdf(pdf(), "--encrypt", "user", "owner", "128", "--use-aes=y", "--"), /encrypted/],
  "a password (RC4)": [qpdf(pdf(), "--allow-weak-crypto", "--encrypt", "user", "owner", "40", "--"), /encrypted/],
  "a script when opened": [pdf({ catalog: `/OpenAction ${script}` }), /\/OpenAction/],
  "a script when opened, in an object of its own": [pdf({ catalog: "/OpenAction 5 0 R", more: [script] }), /\/OpenAction/],
  "the same with hidden names": [pdf({ catalog: "/#4fpen#41ction << /S /J#61va#53cript /#4a#53 (app.alert\\(1\\)) >>" }), /\/OpenAction/],
  "a place to open at, by an action": [pdf({ catalog: "/OpenAction << /S /GoTo /D [4 0 R /Fit] >>" }), /\/OpenAction/],
  "an action when a page is shown": [pdf({ page: `/AA << /O ${script} >>` }), /\/AA/],
  "an action when the document is closed": [pdf({ catalog: `/AA << /WC ${script} >>` }), /\/AA/],
  "hidden /AA": [pdf({ page: "/#41#41 << /O << /S /Named /N /Print >> >>" }), /\/AA/],
  "scripts by name": [pdf({ catalog: `/Names << /JavaScript << /Names [(a) ${script}] >> >>` }), /\/JavaScript/],
  "a script in a link": [pdf({ page: annotation(script) }), /script/],
  "a hidden script in a link": [pdf({ page: annotation("<< /S /#4aavaScript /#4AS (x) >>") }), /script/],
  "a script in a stream": [pdf({ page: annotation("<< /S /JavaScript /JS 5 0 R >>"), more: [stream("", "app.alert(1)")] }), /script/],
  "a program to start": [pdf({ page: annotation("<< /S /Launch /F (cmd.exe) >>") }), /\/Launch/],
  "a hidden program to start": [pdf({ page: annotation("<< /S /L#61unch /Win << /F (cmd.exe) >> >>") }), /\/Launch/],
  "a form to send": [pdf({ page: annotation("<< /S /SubmitForm /F (http://198.51.100.1/) >>") }), /\/SubmitForm/],
  "a form that is a program": [pdf({ catalog: "/AcroForm << /Fields [] /XFA 5 0 R >>", more: [stream("", "<xdp/>")] }), /\/XFA/],
  "hidden /XFA": [pdf({ catalog: "/AcroForm << /Fields [] /#58FA 5 0 R >>", more: [stream("", "<xdp/>")] }), /\/XFA/],
  "an embedded file": [pdf({ catalog: "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>] >> >>",
    more: [stream("/Type /EmbeddedFile", "MZ")] }), /\/EmbeddedFile/],
  "an embedded file with a hidden name": [pdf({ page: "/AF [<< /Type /Filespec /EF << /F 5 0 R >> >>]", more: [stream("/Type /Embedded#46ile", "MZ")] }), /\/EmbeddedFile/],
  "a film": [pdf({ page: "/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 1 1] >>]" }), /\/RichMedia/],
  "a script in an object stream": [qpdf(pdf({ page: annotation("5 0 R"), more: [script] }), "--object-streams=generate"), /script/],
  "a script in an update": [updated(`/OpenAction ${script}`), /\/OpenAction/],
  "a script in an older version's clothes": [qpdf(pdf({ catalog: `/OpenAction ${script}` }), "--linearize"), /\/OpenAction/],
  "a bomb": [bomb(), /too much time or memory/],
};

/* Each name that is not taken, in every spelling that a PDF has for it. */
const spelled = { plainly: (name) => name, "with its first letter hidden": (name) => `#${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  "with every letter hidden": (name) => [...name].map((c) => `#${c.charCodeAt(0).toString(16).toUpperCase()}`).join("") };
for (const name of ["JavaScript", "JS", "Launch", "OpenAction", "AA", "EmbeddedFile", "XFA", "RichMedia", "SubmitForm"])
  for (const [how, spell] of Object.entries(spelled)) refusedPdf[`/${name} as a key, ${how}`] = [pdf({ page: `/PieceInfo << /${spell(name)} << /A 1 >> >>` }), new RegExp(`/${name}`)];

/* Good ones, as different programs make them. */
export const goodPdf = {
  "the simplest": pdf(),
  "version 1.3": pdf({ version: "1.3" }),
  "version 1.7": pdf({ version: "1.7" }),
  "version 2.0": pdf({ version: "2.0" }),
  "50 pages": pdf({ pages: 50 }),
  "line ends of Windows": pdf({ eol: "\r\n" }),
  "object and cross-reference streams": qpdf(pdf(), "--object-streams=generate"),
  "linearised": qpdf(pdf(), "--linearize"),
  "uncompressed": qpdf(pdf(), "--qdf"),
  "an update of an older version": updated("/Lang (en)"),
  "a link": pdf({ page: annotation("<< /S /URI /URI (https://carrier.example/track) >>") }),
  "a place to open at": pdf({ catalog: "/OpenAction [4 0 R /Fit]" }),
  "words like bad names, drawn": pdf({ text: "/JavaScript /JS /AA /OpenAction" }),
  "words like bad names, as texts": pdf({ trailer: "/Info << /Title (/JS) /Author (\\(/AA\\)) /Subject (\"/Launch\") >>" }),
  "a broken cross-reference that can be mended": bytes(pdf().toString("latin1").replace(/startxref\n\d+/, "startxref\n7")),
  "half a KiB behind the end": join(pdf(), Buffer.alloc(500, "\n")),
  "nested 60 deep": pdf({ more: ["[".repeat(60) + "]".repeat(60)] }),
};
