import common from "./common";
import inventory from "./inventory";
import login from "./login";
import orders from "./orders";
import outbound from "./outbound";
import problem from "./problem";
import shell from "./shell";
import stores from "./stores";
import sync from "./sync";
import warehouses from "./warehouses";

export default { common, inventory, login, orders, outbound, problem, shell, stores, sync, warehouses };
