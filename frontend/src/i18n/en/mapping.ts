import type { PlatformSkuState } from "../../api/platform-skus";
import { count, many } from "../words";

const orders = (n: number) => many(n, "order", "orders");

export default {
  title: "Platform SKU Mapping",
  state: { unbound: "Unbound", bound: "Bound", digital: "Digital", gone: "Gone" } satisfies Record<
    PlatformSkuState,
    string
  >,
  stateHint: {
    unbound: "No warehouse SKU is bound to it yet.",
    bound: "Orders are shipped as these warehouse SKUs.",
    digital: "The store's product list says that there is nothing to send, so it needs no warehouse SKU.",
    gone: "The store's product list no longer has it.",
  } satisfies Record<PlatformSkuState, string>,
  column: {
    platformSku: "Platform SKU",
    product: "Product Name",
    store: "Store",
    state: "State",
    warehouseSku: "Warehouse SKU",
    waiting: "Waiting Orders",
    actions: "Actions",
  },
  filter: { label: "Filters", search: "Platform SKU or product", store: "Store", state: "State" },
  views: { label: "Views", all: "All", unbound: "Unbound" },
  newer: (n: number) => `${many(n, "new SKU", "new SKUs")}: show`,
  noSku: "No SKU on the platform",
  key: (key: string) => `Key ${key}`,
  goneMark: "gone",
  nothingToSend: "Nothing to send",
  times: (n: number) => `× ${count(n)}`,
  moreItems: (n: number) => `and ${count(n)} more`,
  waiting: (n: number) => `${orders(n)} waiting`,
  showWaiting: (n: number, sku: string) => `Show the ${orders(n)} that wait for ${sku}`,
  menu: (sku: string) => `Actions for ${sku}`,
  picker: {
    label: (product: string) => `Warehouse SKU for ${product}`,
    placeholder: "Search warehouse SKU",
    hint: "Type a code, a name or a barcode.",
    none: "No warehouse SKU matches.",
    available: (n: string) => `${n} available`,
    status: { disabled: "disabled", pending_review: "waits for review", enabled: "" },
  },
  action: {
    bind: "Bind",
    bindOf: (sku: string) => `Bind ${sku}`,
    bundle: "Bind Several (Bundle)",
    edit: "Change Binding",
    unbind: "Unbind",
    unbindOrders: (n: number) => `Unbind: ${orders(n)} wait again`,
    history: "History",
    undo: "Undo",
    copy: "Copy Platform SKU",
  },
  refusedBind: "It needs the permission “Bind SKUs”.",
  refusedDigital: "It is digital: there is nothing to send.",
  refusedUnbound: "It is not bound.",
  bound: (sku: string, items: string) => `${sku} is bound to ${items}`,
  unbound: (sku: string) => `${sku} is not bound any more`,
  restored: (sku: string) => `${sku} is as it was before`,
  freed: (free: number, still: number) =>
    free === 0 && still === 0
      ? "No order was waiting for it."
      : `${orders(free)} went free${still > 0 ? `, ${count(still)} wait for another SKU too` : ""}.`,
  bindDialog: {
    title: (sku: string) => `Bind ${sku}`,
    lead: (n: number) =>
      n === 0 ? "No order waits for it now; later ones find the binding." : `Binding it frees up to ${orders(n)}.`,
    leadBound: (n: number) =>
      n === 0
        ? "No pending order has it now."
        : `${many(n, "order that is not on its way uses", "orders that are not on their way use")} this binding and will follow it.`,
    items: "Warehouse SKUs for one unit",
    empty: "Nothing chosen yet. Search below.",
    quantity: (code: string) => `Quantity of ${code} per unit`,
    perUnit: "Per Unit",
    remove: (code: string) => `Remove ${code}`,
    add: "Add a warehouse SKU",
    bundleHint: "Several make a bundle: every one is shipped, as many times as ordered.",
    badQuantity: "A whole number from 1 to 10,000.",
    save: "Save Binding",
  },
  history: {
    title: (sku: string) => `History of ${sku}`,
    lead: "Every binding it had. The newest change can be taken back.",
    none: "It was never bound.",
    boundTo: "Bound to",
    unbound: "Not bound",
    undo: "Restore What Was Before",
    by: (name: string) => `by ${name}`,
  },
  sync: {
    button: "Sync Platform SKU",
    title: "Sync Platform SKU",
    lead: "Reads the store's list of products: new ones can be mapped, digital ones need no mapping, and what is no longer sold is marked.",
    store: "Store",
    start: "Start Sync",
    again: "Sync Again",
    noList: "Its platform has no list of products; they come with the purchase orders.",
    queued: "Waiting for a free worker…",
    running: (n: number) => `Reading: ${many(n, "product", "products")} so far`,
    failed: "The products could not be read",
    waits: "It waits and goes on by itself",
    done: (at: string) => `Read ${at}`,
    result: (seen: number, added: number, changed: number, gone: number) =>
      `${many(seen, "product", "products")}: ${count(added)} new, ${count(changed)} changed, ${count(gone)} gone`,
    never: "The products of this store were never read.",
    close: "Closing loses nothing: it goes on in the background.",
    notAuthorised: "The store is not authorised.",
    openStore: "Open Store",
  },
  match: {
    button: "Auto Match",
    title: "Auto Match",
    lead: "Finds warehouse SKUs that have the same code as a platform SKU. Nothing is saved before you confirm.",
    store: "Store",
    identical: (n: number) => `Identical codes (${count(n)})`,
    folded: (n: number) => `Suggestions: the same but for spaces or capitals (${count(n)})`,
    foldedHint: "Tick those that are right.",
    none: "No unbound platform SKU has the code of a warehouse SKU.",
    rest: (unmatched: number, ambiguous: number) =>
      [
        `${many(unmatched, "unbound SKU fits", "unbound SKUs fit")} no warehouse SKU.`,
        ...(ambiguous > 0
          ? [`${many(ambiguous, "SKU fits", "SKUs fit")} several and ${ambiguous === 1 ? "is" : "are"} left to you.`]
          : []),
      ].join(" "),
    more: "There are more than can be shown at once: match these, then run it again.",
    tick: (sku: string, code: string) => `Bind ${sku} to ${code}`,
    tickAll: "Select all",
    orders: (n: number) => orders(n),
    apply: (n: number) => `Bind ${many(n, "SKU", "SKUs")}`,
    applied: (n: number) => `${many(n, "platform SKU is", "platform SKUs are")} bound`,
    freed: (n: number) => (n === 0 ? "No order was waiting for these alone." : `${orders(n)} went free.`),
    again: "Match Again",
  },
  import: {
    button: "Import",
    title: "Import Mappings",
    lead: "A CSV file in UTF-8 with the columns store, platform_sku (or sku_key), warehouse_sku and quantity, at most 1 MiB. A bundle has a row for each of its warehouse SKUs. Start from an export.",
    code: {
      required: "Missing",
      unknown: "Not found",
      ambiguous: "Not unique",
      not_bindable: "Cannot be bound",
      out_of_range: "Not a possible quantity",
      repeated: "Named twice",
      too_many: "Too many",
      too_long: "Too long",
      digital: "Digital",
    } as Record<string, string>,
    summary: (added: number, changed: number, same: number, blank: number) =>
      `${count(added)} new, ${count(changed)} changed, ${count(same)} as they are${
        blank > 0 ? `, ${many(blank, "row", "rows")} without a warehouse SKU` : ""
      }`,
    nothing: "The file changes nothing.",
    list: "What will be bound",
    change: { new: "New", changed: "Changed", same: "As it is" },
    before: (items: string) => `before: ${items}`,
    apply: (n: number) => `Import ${many(n, "Binding", "Bindings")}`,
    applied: (n: number) => `${many(n, "binding", "bindings")} imported`,
    freed: (n: number) => (n === 0 ? "No order was waiting for these alone." : `${orders(n)} went free.`),
  },
  export: { button: "Export", done: "Exported what is filtered.", failed: "The export did not work." },
  empty: {
    noStore: "No store is connected yet",
    noStoreLead: "Connect a store; what it sells is mapped to your warehouse SKUs here.",
    connect: "Connect a Store",
    nothing: "No platform SKU is known yet",
    nothingLead: "Press Sync Platform SKU to read what the store sells. SKUs of new orders appear by themselves.",
    allBound: "Everything is bound",
    allBoundLead: "Every platform SKU that needs a warehouse SKU has one.",
    noMatch: "No platform SKU matches these filters",
    noMatchLead: "Remove a filter, or clear them all.",
  },
};
