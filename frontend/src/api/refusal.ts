/* What the server (or the way to it) said no with. Whoever catches one has a problem to show. */
import type { Problem, ProblemCode } from "./types";

export type RefusalCode = ProblemCode | "unreachable";
export type Told = Omit<Problem, "code"> & { code: RefusalCode };

export class Refusal extends Error {
  readonly problem: Told;
  readonly retryAfterS: number | undefined;

  constructor(problem: Told, retryAfterS?: number) {
    super(problem.detail || problem.title);
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

export const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal(bare("unreachable", 0, String(error)));

/* The data of an answer, or a Refusal thrown. */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw asRefusal(cause);
  });
  if (response.ok) return data as T;
  const wait = Number(response.headers.get("Retry-After"));
  throw new Refusal(problemOf(error, response.status), Number.isFinite(wait) && wait > 0 ? wait : undefined);
}

/* The Refusal of an answer that did not come through fetch. */
export const refusalOf = (text: string, status: number): Refusal => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined; // a proxy's page
  }
  return new Refusal(status === 0 ? bare("unreachable", 0) : problemOf(body, status));
};

/* A proxy in between may answer without a problem document; the status still says something. */
function problemOf(body: unknown, status: number): Told {
  if (body && typeof body === "object" && "code" in body && "detail" in body) {
    return { ...bare("internal", status), ...(body as Told) };
  }
  if (status === 429) return bare("rate_limited", status);
  if (status === 502 || status === 503 || status === 504) return bare("unavailable", status);
  if (status === 413) return bare("body_too_large", status);
  return bare("internal", status);
}

const bare = (code: RefusalCode, status: number, detail = ""): Told => ({
  code,
  status,
  title: "",
  detail,
  hint: "",
  errors: [],
  requestId: "",
});
