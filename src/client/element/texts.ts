/** What the element says to people, in both languages; refusals come from the server in theirs. */
const en = {
  phone: 'Phone',
  password: 'Password',
  number: 'Phone number',
  name: 'User name or phone number',
  send: 'Send code',
  again: 'Send again',
  code: 'Code',
  appCode: 'Code of your authenticator app, or a recovery code',
  logIn: 'Log in',
  go: 'Continue',
  sent: 'We sent a code to',
  another: 'Another way',
  oldPassword: 'Password so far',
  newPassword: 'New password',
  warns: 'Your password expires soon.',
  expired: 'Your password has expired.',
  later: 'Later',
  enrol: 'Add this key to your authenticator app, then type a code of it:',
  recovery: 'Keep these recovery codes. They are not shown again:',
  slide: 'Move the piece to where it belongs',
  picture: 'Characters of the picture',
  checking: 'One moment…',
  denied: 'You may not log in here.',
  trouble: 'That did not work. Please try again.',
}

export type Texts = typeof en

const zh: Texts = {
  phone: '手机号',
  password: '密码',
  number: '手机号',
  name: '用户名或手机号',
  send: '发送验证码',
  again: '重新发送',
  code: '验证码',
  appCode: '验证器应用中的验证码或恢复码',
  logIn: '登录',
  go: '继续',
  sent: '验证码已发送至',
  another: '其他方式',
  oldPassword: '当前密码',
  newPassword: '新密码',
  warns: '您的密码即将过期。',
  expired: '您的密码已过期。',
  later: '以后再说',
  enrol: '请将此密钥添加到验证器应用，然后输入其验证码：',
  recovery: '请妥善保存以下恢复码，之后不再显示：',
  slide: '请将滑块移动到正确位置',
  picture: '图片中的字符',
  checking: '请稍候…',
  denied: '您无权在此登录。',
  trouble: '操作未成功，请重试。',
}

export function textsIn(language: string): Texts {
  return language.toLowerCase().startsWith('zh') ? zh : en
}
