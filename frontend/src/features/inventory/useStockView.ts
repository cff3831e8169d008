import { stockKeys, useStock } from "../../api/stock";
import { useListView } from "../../lib/useListView";
import { stockAddress, toStockQuery } from "./filters";

const stock = { address: stockAddress, toQuery: toStockQuery, usePage: useStock, keys: stockKeys };

export const useStockView = () => useListView(stock);
export type StockView = ReturnType<typeof useStockView>;
