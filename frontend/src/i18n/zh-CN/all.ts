import common from "./common";
import login from "./login";
import orders from "./orders";
import outbound from "./outbound";
import problem from "./problem";
import shell from "./shell";
import stores from "./stores";
import sync from "./sync";

export default { common, login, orders, outbound, problem, shell, stores, sync };
