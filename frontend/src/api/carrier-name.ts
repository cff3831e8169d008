import type { CarrierMapping } from "./carriers";
import type { Platform, PlatformCode } from "./types";

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/* What a platform is told when this carrier ships, and whether it can make something of it: a platform that takes any
 * text always can. */
export function carrierOn(
  platform: PlatformCode,
  carrier: string,
  mappings: readonly CarrierMapping[],
  platforms: readonly Pick<Platform, "code" | "carriers">[],
): { name: string; isMapped: boolean; isKnown: boolean } {
  const mapping = mappings.find((m) => m.platform === platform && same(m.carrier, carrier));
  const name = mapping?.platformCarrier ?? carrier.trim();
  const known = platforms.find((p) => p.code === platform)?.carriers ?? null;
  return { name, isMapped: mapping !== undefined, isKnown: known === null || known.some((k) => same(k, name)) };
}
