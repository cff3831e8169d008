/* The dialogs of the steps that need something more, each fetched when it is first asked for. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { OutboundRow } from "../../api/types";
import type { Asking } from "./useStep";

export interface StepDialogProps {
  row: OutboundRow;
  onClose: () => void;
}

type Load = () => Promise<{ default: ComponentType<StepDialogProps> }>;
const load: Record<Asking["step"], Load> = {
  pack: () => import("./PackDialog"),
  ship: () => import("./ShipDialog"),
  label: () => import("./LabelDialog"),
  intercept: () => import("./InterceptDialog"),
};
const dialogs: Record<Asking["step"], LazyExoticComponent<ComponentType<StepDialogProps>>> = {
  pack: lazy(load.pack),
  ship: lazy(load.ship),
  label: lazy(load.label),
  intercept: lazy(load.intercept),
};

export function StepDialog({ step, ...props }: Asking & { onClose: () => void }) {
  const Dialog = dialogs[step];
  return <Dialog {...props} />;
}

/* Fetched when the browser is idle, so that the first press is quick. */
export const preloadSteps = () => {
  for (const fetch of Object.values(load)) void fetch();
};
