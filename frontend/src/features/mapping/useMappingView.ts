import { platformSkuKeys, usePlatformSkus } from "../../api/platform-skus";
import { useListView } from "../../lib/useListView";
import { address, toQuery } from "./filters";

const mapping = { address, toQuery, usePage: usePlatformSkus, keys: platformSkuKeys };

export const useMappingView = () => useListView(mapping);
export type MappingView = ReturnType<typeof useMappingView>;
