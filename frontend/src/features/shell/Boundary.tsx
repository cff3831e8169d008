import { Component, type ReactNode } from "react";
import { Button } from "../../components/Button";
import { Empty } from "../../components/States";
import { useI18n } from "../../i18n";

/* Catches what broke while drawing; the rest of the frame goes on. */
export class Boundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { m } = useI18n();
  return (
    <Empty icon="error" title={m.shell.crashedTitle} lead={m.shell.crashed}>
      <Button look="primary" icon="sync" onPress={() => location.reload()}>
        {m.shell.reload}
      </Button>
    </Empty>
  );
}
