/* Adds decimal strings exactly, in ten-thousandths; a double would lose cents. */
export function sum(amounts: readonly string[]): string {
  const total = amounts.reduce((all, amount) => all + tenThousandths(amount), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(5, "0");
  const whole = digits.slice(0, -4);
  const part = digits.slice(-4).replace(/0{1,2}$/, "");
  return `${total < 0n ? "-" : ""}${whole}.${part}`;
}

function tenThousandths(amount: string): bigint {
  const [whole = "0", part = ""] = amount.replace("-", "").split(".");
  const value = BigInt(whole) * 10_000n + BigInt(part.padEnd(4, "0").slice(0, 4));
  return amount.startsWith("-") ? -value : value;
}
