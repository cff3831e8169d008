import type { OrderLine } from "../../../api/types";

/* A purchase order names a product by codes; the name is often one of them, and is then not said twice. */
export function Product({
  line,
}: {
  line: { productName: string } & Partial<Pick<OrderLine, "platformSku" | "productId">>;
}) {
  const codes = [line.platformSku, line.productId].filter((code) => code && code !== line.productName);
  return (
    <>
      <span>{line.productName}</span>
      {codes.length > 0 && (
        <small>
          <span className="mono">{codes.join(" · ")}</span>
        </small>
      )}
    </>
  );
}
