export default {
  title: "Sign In",
  lead: "Every store's orders, one warehouse desk.",
  email: "Email",
  password: "Password",
  language: "Language",
  submit: "Sign In",
  throttled: (seconds: number) => `Too many attempts. Try again in ${seconds} s.`,
  againTitle: "Your session has ended",
  again: "Sign in to go on where you were. Nothing you typed is lost.",
  other: "Use Another Account",
};
