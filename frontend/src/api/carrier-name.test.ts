import { expect, test } from "vitest";
import { carrierOn } from "./carrier-name";
import type { CarrierMapping } from "./carriers";

const mapping = (carrier: string, platformCarrier: string): CarrierMapping => ({
  id: carrier,
  platform: "amazon_vendor",
  carrier,
  platformCarrier,
  version: 1,
});
const mappings = [mapping("DHL Express", "DHLE"), mapping("Local Post", "local")];
const platforms = [
  { code: "woocommerce" as const, carriers: null },
  { code: "amazon_vendor" as const, carriers: ["UPSN", "DHLE"] },
];

const cases = [
  ["woocommerce", "Anything", "Anything", false, true],
  ["woocommerce", "DHL Express", "DHL Express", false, true], // the mapping is another platform's
  ["amazon_vendor", "upsn", "upsn", false, true],
  ["amazon_vendor", " dhl express ", "DHLE", true, true],
  ["amazon_vendor", "Local Post", "local", true, false], // mapped to what the platform does not know
  ["amazon_vendor", "Hermes", "Hermes", false, false],
  ["shopify", "Hermes", "Hermes", false, true], // nothing is known of the platform: no warning out of the blue
] as const;

test.each(cases)("%s is told %s", (platform, carrier, name, isMapped, isKnown) => {
  expect(carrierOn(platform, carrier, mappings, platforms)).toEqual({ name, isMapped, isKnown });
});
