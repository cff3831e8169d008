import { skuKeys, useWarehouseSkus } from "../../api/warehouse-skus";
import { useListView } from "../../lib/useListView";
import { skuAddress, toSkuQuery } from "./filters";

const skus = { address: skuAddress, toQuery: toSkuQuery, usePage: useWarehouseSkus, keys: skuKeys };

export const useSkuView = () => useListView(skus);
export type SkuView = ReturnType<typeof useSkuView>;
