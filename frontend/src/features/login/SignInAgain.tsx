import { useMe } from "../../api/auth";
import { signedOut } from "../../api/session";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { useI18n } from "../../i18n";
import { LoginForm } from "./LoginForm";

/* The session ended while the page was open: the same person signs in over it, and every call that
 * waited goes on. Somebody else starts from the sign-in page. */
export default function SignInAgain() {
  const { m } = useI18n();
  const me = useMe();
  return (
    <Dialog
      title={m.login.againTitle}
      sub={m.login.again}
      size="s"
      footer={
        <Button look="quiet" onPress={signedOut}>
          {m.login.other}
        </Button>
      }
    >
      {me.data && <p className="dim">{me.data.email}</p>}
      <LoginForm email={me.data?.email} />
    </Dialog>
  );
}
