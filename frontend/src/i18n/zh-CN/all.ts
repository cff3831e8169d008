import acknowledge from "./acknowledge";
import changes from "./changes";
import common from "./common";
import inbox from "./inbox";
import inventory from "./inventory";
import keys from "./keys";
import labels from "./labels";
import login from "./login";
import mapping from "./mapping";
import orders from "./orders";
import outbound from "./outbound";
import problem from "./problem";
import shell from "./shell";
import stores from "./stores";
import sync from "./sync";
import users from "./users";
import warehouses from "./warehouses";
import waves from "./waves";
import webhooks from "./webhooks";

export default {
  acknowledge,
  changes,
  common,
  inbox,
  inventory,
  keys,
  labels,
  login,
  mapping,
  orders,
  outbound,
  problem,
  shell,
  stores,
  sync,
  users,
  warehouses,
  waves,
  webhooks,
};
