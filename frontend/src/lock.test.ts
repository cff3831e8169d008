import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Locked {
  version?: string;
  integrity?: string;
  hasInstallScript?: boolean;
}
const lock: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
);
const wanted = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

describe("the same install everywhere", () => {
  test("every package is pinned, checked, and runs nothing when it is installed", () => {
    for (const [path, one] of Object.entries(lock.packages)) {
      if (path === "") continue;
      expect(one.version, path).toMatch(/^\d/);
      expect(one.integrity, path).toMatch(/^sha512-/);
      expect(one.hasInstallScript, path).toBeUndefined();
    }
  });
  test("what we ask for is an exact version", () => {
    for (const [name, version] of Object.entries({ ...wanted.dependencies, ...wanted.devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});
