/* The one table of pages: address, permission, code, name, shortcut (after "g"). */
import { type ComponentType, lazy } from "react";
import type { Permission } from "./api/types";
import type { IconName } from "./components/Icon";
import type { Messages } from "./i18n";

export interface PageRoute {
  path: string;
  permission: Permission;
  Page: ComponentType;
  /* Fetches the page's code ahead of the click. */
  load: () => Promise<unknown>;
  name: (m: Messages) => string;
  icon: IconName;
  key?: string;
  group: keyof Messages["shell"]["groups"];
}

const page = (load: () => Promise<{ default: ComponentType }>) => ({ load, Page: lazy(load) });

export const routes: readonly PageRoute[] = [
  {
    path: "/orders",
    permission: "order_view",
    ...page(() => import("./features/orders/OrdersPage")),
    name: (m) => m.shell.pages.orders,
    icon: "orders",
    key: "o",
    group: "platform",
  },
  {
    path: "/exceptions",
    permission: "order_view",
    ...page(() => import("./features/inbox/InboxPage")),
    name: (m) => m.shell.pages.exceptions,
    icon: "warning",
    key: "e",
    group: "platform",
  },
  {
    path: "/sync-runs",
    permission: "order_view",
    ...page(() => import("./features/sync/SyncPage")),
    name: (m) => m.shell.pages.syncLog,
    icon: "log",
    key: "l",
    group: "platform",
  },
  {
    path: "/stores",
    permission: "store_view",
    ...page(() => import("./features/stores/StoresPage")),
    name: (m) => m.shell.pages.stores,
    icon: "store",
    key: "s",
    group: "platform",
  },
  {
    path: "/mapping",
    permission: "store_view",
    ...page(() => import("./features/mapping/MappingPage")),
    name: (m) => m.shell.pages.mapping,
    icon: "link",
    key: "m",
    group: "platform",
  },
  {
    path: "/outbound",
    permission: "outbound_view",
    ...page(() => import("./features/outbound/OutboundPage")),
    name: (m) => m.shell.pages.outbound,
    icon: "outbound",
    key: "w",
    group: "warehouse",
  },
  {
    path: "/waves",
    permission: "outbound_work",
    ...page(() => import("./features/waves/WavesPage")),
    name: (m) => m.waves.title,
    icon: "wave",
    key: "v",
    group: "warehouse",
  },
  {
    path: "/stock",
    permission: "stock_view",
    ...page(() => import("./features/inventory/StockPage")),
    name: (m) => m.shell.pages.stock,
    icon: "stock",
    key: "i",
    group: "warehouse",
  },
  {
    path: "/skus",
    permission: "sku_view",
    ...page(() => import("./features/inventory/SkusPage")),
    name: (m) => m.shell.pages.skus,
    icon: "sku",
    key: "k",
    group: "warehouse",
  },
  {
    path: "/warehouses",
    permission: "warehouse_manage",
    ...page(() => import("./features/warehouses/WarehousesPage")),
    name: (m) => m.shell.pages.warehouses,
    icon: "warehouse",
    key: "h",
    group: "warehouse",
  },
  {
    path: "/users",
    permission: "user_manage",
    ...page(() => import("./features/users/UsersPage")),
    name: (m) => m.shell.pages.users,
    icon: "user",
    key: "u",
    group: "settings",
  },
  {
    path: "/api-keys",
    permission: "key_manage",
    ...page(() => import("./features/keys/KeysPage")),
    name: (m) => m.keys.title,
    icon: "key",
    key: "p",
    group: "settings",
  },
  {
    path: "/webhooks",
    permission: "key_manage",
    ...page(() => import("./features/webhooks/WebhooksPage")),
    name: (m) => m.webhooks.title,
    icon: "webhook",
    key: "t",
    group: "settings",
  },
];
