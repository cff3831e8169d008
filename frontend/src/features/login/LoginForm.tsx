import { type FormEvent, useEffect, useState } from "react";
import { signIn } from "../../api/auth";
import { asRefusal, type Refusal } from "../../api/refusal";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Field } from "../../components/Field";
import { useI18n } from "../../i18n";
import styles from "./Login.module.css";

/* One sentence for every wrong sign-in, and a countdown when there were too many. With `email` given
 * only the password is asked. */
export function LoginForm({ email, onDone }: { email?: string; onDone?: () => void }) {
  const { m } = useI18n();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [wait, setWait] = useCountdown();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(null);
    try {
      await signIn(email ?? String(form.get("email")), String(form.get("password")));
      onDone?.();
    } catch (error) {
      const said = asRefusal(error);
      setRefusal(said);
      if (said.problem.code === "login_throttled" || said.problem.code === "rate_limited")
        setWait(said.retryAfterS ?? 5);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      {wait > 0 ? (
        <Alert tone="warning">{m.login.throttled(wait)}</Alert>
      ) : refusal?.problem.code === "login_failed" ? (
        <Alert>{m.problem.title.login_failed}</Alert>
      ) : (
        refusal && !/throttled|rate_limited/.test(refusal.problem.code) && <Refused refusal={refusal} />
      )}
      {email === undefined && (
        <Field
          name="email"
          type="email"
          label={m.login.email}
          isRequired
          autoComplete="username"
          maxLength={254}
          autoFocus
        />
      )}
      <Field
        name="password"
        type="password"
        label={m.login.password}
        isRequired
        autoComplete="current-password"
        maxLength={128}
        autoFocus={email !== undefined}
      />
      <Button type="submit" look="primary" isPending={isBusy} isDisabled={wait > 0}>
        {m.login.submit}
      </Button>
    </form>
  );
}

function useCountdown() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => setSeconds(seconds - 1), 1000);
    return () => clearTimeout(timer);
  }, [seconds]);
  return [seconds, setSeconds] as const;
}
