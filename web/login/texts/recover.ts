/** What the request for another number says; it is loaded with its screen. */
const en = {
  accountTitle: 'Get a new number',
  accountHint:
    'If you can no longer read messages to the number of your account, ask the administrators for another one.',
  account: 'User name or old phone number',
  accountEmpty: 'Enter your user name or your old phone number.',
  reason: 'What happened to the old number?',
  reasonHint: 'The administrators read this. How can they make sure that it is you?',
  reasonEmpty: 'Tell the administrators what happened.',
  numberTitle: 'Your new number',
  numberHint: 'We send a code to make sure that it is yours.',
  ask: 'Send request',
  doneTitle: 'Request sent',
  done: (number: string, wait: string) =>
    `If there is such an account, its old number is told now, and an administrator decides. In ${wait} at the earliest you can sign in with ${number}. Signing in with the old number cancels the request.`,
  hours: (hours: number) => `${hours} hours`,
  days: (days: number) => `${days} days`,
  soon: 'a few minutes',
}

const zh: typeof en = {
  accountTitle: '更换手机号',
  accountHint: '如果您已无法接收账号绑定号码的短信，可向管理员申请更换号码。',
  account: '用户名或原手机号',
  accountEmpty: '请输入用户名或原手机号。',
  reason: '原号码为何无法使用？',
  reasonHint: '管理员会看到此内容。请说明如何确认是您本人。',
  reasonEmpty: '请向管理员说明情况。',
  numberTitle: '您的新号码',
  numberHint: '我们将发送验证码，以确认号码是您的。',
  ask: '提交申请',
  doneTitle: '申请已提交',
  done: (number, wait) =>
    `如果账号存在，我们现在会通知原号码，并由管理员审核。最早 ${wait}后，您可以用 ${number} 登录。用原号码登录会取消此申请。`,
  hours: (hours) => `${hours} 小时`,
  days: (days) => `${days} 天`,
  soon: '几分钟',
}

export const recoverTexts = { en, zh }
