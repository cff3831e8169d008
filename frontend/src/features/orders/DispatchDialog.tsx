/* Dispatch to a warehouse: one order with all its detail, or several as numbers only. */
import { useState } from "react";
import type { ActionDialogProps } from "./actions";
import { BatchView } from "./BatchView";
import { DispatchOne } from "./DispatchOne";

export default function DispatchDialog({ orders, onBatch, onClose }: ActionDialogProps) {
  const [left, setLeft] = useState(orders);
  const [only] = left;
  return only && left.length === 1 ? (
    <DispatchOne key={only.id} row={only} onClose={onClose} />
  ) : (
    <BatchView orders={left} onLeft={setLeft} onStarted={onBatch} onClose={onClose} />
  );
}
