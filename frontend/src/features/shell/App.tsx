import { lazy, Suspense, useEffect, useState } from "react";
import { queries } from "../../api/query";
import { usePhase } from "../../api/session";
import { Boundary } from "./Boundary";
import { Connecting } from "./Connecting";
import { Shell } from "./Shell";

const SetPasswordPage = lazy(() => import("../login/SetPasswordPage"));
const LoginPage = lazy(() => import("../login/LoginPage"));
const SignInAgain = lazy(() => import("../login/SignInAgain"));

/* The link of an invitation is read once and taken off the address, so that it stays in no history. */
function readLink(): string | null {
  if (location.pathname !== "/set-password") return null;
  const token = new URLSearchParams(location.search).get("token") ?? "";
  history.replaceState(null, "", "/");
  return token;
}
const linkGiven = readLink();

export function App() {
  const [link, setLink] = useState(linkGiven);
  const phase = usePhase();
  useEffect(() => {
    if (phase === "out") queries.clear(); // the next person starts with nothing of this one
  }, [phase]);
  if (link !== null)
    return (
      <Boundary>
        <Suspense fallback={<Connecting />}>
          <SetPasswordPage token={link} onDone={() => setLink(null)} />
        </Suspense>
      </Boundary>
    );
  if (phase === "unknown") return <Connecting />;
  return (
    <Boundary>
      <Suspense fallback={<Connecting />}>
        {phase === "out" ? <LoginPage /> : <Shell />}
        {phase === "expired" && <SignInAgain />}
      </Suspense>
    </Boundary>
  );
}
