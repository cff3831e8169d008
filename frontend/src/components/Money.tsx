import { useI18n } from "../i18n";

/* An amount as the decimal string it came as; a dash with its reason when there is none. */
export function Money({ amount, currency, none }: { amount: string | null; currency: string | null; none?: string }) {
  const { m, f } = useI18n();
  if (amount === null) {
    return (
      <span className="dim" title={none ?? m.common.notSent}>
        {m.common.none}
      </span>
    );
  }
  return <>{f.money(amount, currency ?? "")}</>;
}
