/* What is looked at before a file is sent: the server judges it anew. */
export const labelBytes = { least: 64, most: 10 * 1024 * 1024 };

export type FileFault = "empty" | "large" | "notPdf";

/* A PDF begins with its version. */
export const isPdfHead = (head: Uint8Array) => /^%PDF-[12]\./.test(String.fromCharCode(...head.subarray(0, 7)));

export async function faultOf(file: Blob): Promise<FileFault | null> {
  if (file.size > labelBytes.most) return "large";
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (!isPdfHead(head)) return file.size === 0 ? "empty" : "notPdf";
  return file.size < labelBytes.least ? "empty" : null;
}

/* "1.2 MB", "340 KB" */
export function sizeOf(bytes: number, number: (n: number) => string): string {
  const kb = bytes / 1024;
  return kb < 1000 ? `${number(Math.max(1, Math.round(kb)))} KB` : `${number(Math.round(kb / 102.4) / 10)} MB`;
}
