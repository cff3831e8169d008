/* A label is asked for with the person's token, so it cannot simply be a link: the bytes are fetched and shown from
 * memory, in a window that was opened by the press itself. */
import { labelFile } from "../../api/labels";

const keptFor = 60_000; // long enough for the viewer to read it

export async function openLabel(id: string) {
  const view = window.open("", "_blank");
  try {
    const url = address(await labelFile(id));
    if (view) view.location.replace(url);
    else save(url, `label-${id}.pdf`); // the browser lets no window open: then as a file
  } catch (error) {
    view?.close();
    throw error;
  }
}

export const saveLabel = async (id: string, name: string) => save(address(await labelFile(id)), name);

function address(file: Blob) {
  const url = URL.createObjectURL(new Blob([file], { type: "application/pdf" }));
  setTimeout(() => URL.revokeObjectURL(url), keptFor);
  return url;
}

function save(url: string, name: string) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
