/* Gives the person a file to keep. */
export function saveFile(name: string, content: Blob) {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has its own hold of it once the download began.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
