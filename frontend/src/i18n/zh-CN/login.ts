import type { Messages } from "../messages";

const zh: Messages["login"] = {
  title: "登录",
  lead: "所有店铺的订单，一个仓库工作台。",
  email: "邮箱",
  password: "密码",
  language: "语言",
  submit: "登录",
  throttled: (seconds) => `尝试次数过多，请在 ${seconds} 秒后重试。`,
  againTitle: "会话已结束",
  again: "请登录后继续，已填写的内容不会丢失。",
  setPassword: {
    title: "设置密码",
    lead: "请设置用于登录的密码。",
    done: "密码已设置，请用新密码登录。",
    password: "新密码",
    again: "再次输入",
    differ: "两次输入不一致。",
    toSignIn: "前往登录",
  },
  other: "使用其他账户登录",
};
export default zh;
