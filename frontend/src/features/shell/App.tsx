import { lazy, Suspense, useEffect } from "react";
import { queries } from "../../api/query";
import { usePhase } from "../../api/session";
import { Boundary } from "./Boundary";
import { Connecting } from "./Connecting";
import { Shell } from "./Shell";

const LoginPage = lazy(() => import("../login/LoginPage"));
const SignInAgain = lazy(() => import("../login/SignInAgain"));

export function App() {
  const phase = usePhase();
  useEffect(() => {
    if (phase === "out") queries.clear(); // the next person starts with nothing of this one
  }, [phase]);
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
