/** What the request for another number says; it is loaded with its screen. */
const en = {
  accountTitle: 'Ask to replace a lost number',
  accountHint:
    'If you can no longer read messages to the number of your account, ask the administrators to put another one in its place. They decide.',
  account: 'User name or old phone number',
  accountEmpty: 'Enter your user name or your old phone number.',
  reason: 'How can the administrators make sure that it is you?',
  reasonHint: (most: number) =>
    `Write how they can reach you, and what only you would know of your account. At most ${most} characters.`,
  reasonEmpty: 'Write how the administrators can make sure that it is you.',
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
  accountTitle: '申请更换丢失的手机号',
  accountHint: '如果您已无法接收账号绑定号码的短信，可向管理员申请更换号码，由管理员审核决定。',
  account: '用户名或原手机号',
  accountEmpty: '请输入用户名或原手机号。',
  reason: '管理员如何确认是您本人？',
  reasonHint: (most) => `请写明如何联系您，以及只有您本人才知道的账号信息。最多 ${most} 个字符。`,
  reasonEmpty: '请说明管理员如何确认是您本人。',
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
