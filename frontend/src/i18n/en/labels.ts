import type { components } from "../../api/schema";
import { many } from "../words";

export default {
  label: "Label (PDF)",
  drop: "Choose a PDF, or drop it here",
  dropHint: (most: string) => `At most ${most}, 50 pages, without a password.`,
  hint: "The label the carrier gave you. The warehouse prints it and sticks it on the parcel.",
  replace: "Replace",
  remove: (name: string) => `Remove ${name}`,
  progress: "Upload of the label",
  sending: (percent: string) => `Sending, ${percent} %`,
  checking: "It is being checked. You can go on; it is picked only once the label is good.",
  good: (pages: number) => `Good: ${many(pages, "page", "pages")}.`,
  refused: (why: string) => `The label was refused: ${why}. Choose another file.`,
  fault: {
    empty: "The file is empty.",
    large: "The file is larger than 10 MB.",
    notPdf: "This is not a PDF.",
  },
  needed: "A self-pickup channel needs the label as a PDF.",
  trackingNo: "Tracking Number",
  trackingHint: "As it stands on the label.",
  add: "Add the Label",
  another: "Another Label",
  confirm: "Save the Label",
  lead: (channel: string) => `${channel} takes the parcel with a label that you bring.`,
  given: (no: string) => `${no} has its label.`,
  none: "No label yet",
  state: { checking: "Being checked", good: "Good", refused: "Refused" } satisfies Record<
    components["schemas"]["LabelState"],
    string
  >,
  pages: (n: number) => many(n, "page", "pages"),
  view: "View and Print",
  download: "Download",
};
