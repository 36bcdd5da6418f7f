/** The text of every refusal in every language. The codes never change; the seeds' own texts are kept. */
import type { RefusalCode } from '../wire/refusal-codes.ts'

export const refusalTexts: Readonly<Record<RefusalCode, { readonly en: string; readonly zh: string }>> = {
  API_PARAMS_ERROR: { en: 'Wrong arguments', zh: '参数错误' },
  ELEMENT_NOT_FOUND: { en: 'Element not found', zh: '元素不存在' },
  FUNCTION_NOT_FOUND: { en: 'Function not found', zh: '函数不存在' },
  ELEMENT_FAULTY: { en: 'The app would not start with it', zh: '应用将无法以此启动' },
  ELEMENT_CHANGED: { en: 'Somebody else has changed it meanwhile', zh: '其他人已修改' },
  LOGIN_REQUIRED: { en: 'Please log in first', zh: '请先登录' },
  REAUTH_REQUIRED: { en: 'Please log in again', zh: '请重新登录' },
  FORBIDDEN: { en: 'Not allowed', zh: '没有权限' },
  LOGIN_TYPE_INACTIVE: { en: 'This way to log in is switched off', zh: '该登录方式已停用' },
  CLIENT_UNKNOWN: { en: 'Unknown client', zh: '未知的应用' },
  TENANT_UNKNOWN: { en: 'Unknown tenant', zh: '未知的租户' },
  BUSY: { en: 'System busy, please try again later', zh: '系统繁忙，请稍后再试' },
  STORE_UNAVAILABLE: { en: 'System busy, please try again later', zh: '系统繁忙，请稍后再试' },

  PHONE_INVALID: { en: 'Not a mobile phone number', zh: '手机号码不正确' },
  PHONE_COUNTRY_NOT_ALLOWED: {
    en: 'Phone numbers of this country are not served',
    zh: '暂不支持该国家或地区的手机号',
  },
  SEND_TOO_FREQUENT: {
    en: 'Sending frequency too high, please try again later',
    zh: '发送频率过快，请稍后再试',
  },
  SEND_LIMIT_REACHED: { en: 'Too many messages, please try again later', zh: '发送次数过多，请稍后再试' },
  SMS_SEND_FAILED: { en: 'The message could not be sent', zh: '短信发送失败' },
  CODE_ERROR: { en: 'Incorrect verification code', zh: '验证码不正确' },
  CODE_EXPIRED: { en: 'Verification code has expired', zh: '验证码已过期' },
  TOO_MANY_ATTEMPTS: {
    en: 'Too many wrong attempts, please try again later',
    zh: '错误次数过多，请稍后再试',
  },
  PHONE_BOUND: { en: 'This phone number is already in use', zh: '该手机号已被绑定' },
  TICKET_INVALID: { en: 'The ticket is invalid or has expired', zh: '凭证无效或已过期' },

  USER_AUTH_MISS: { en: 'User not found', zh: '用户不存在' },
  USER_DISABLED: { en: 'User is disabled', zh: '用户已被禁用' },
  REGISTER_NOT_ALLOWED: { en: 'Registration is not allowed', zh: '不允许注册' },
  ALREADY_BOUND: { en: 'The user already has this way to log in', zh: '该用户已绑定此登录方式' },
  NOT_BOUND: { en: 'The user does not have this way to log in', zh: '该用户未绑定此登录方式' },
  LAST_LOGIN_METHOD: { en: 'The last way to log in cannot be removed', zh: '不能移除最后一种登录方式' },

  FACTOR_EXISTS: { en: 'The user already has a second factor', zh: '该用户已启用二次验证' },
  FACTOR_MISSING: { en: 'The user has no second factor', zh: '该用户未启用二次验证' },

  CAPTCHA_ERROR: { en: 'Incorrect captcha', zh: '验证码错误' },
  CAPTCHA_REQUIRED: { en: 'Please solve a captcha first', zh: '请先完成图形验证' },
  CAPTCHA_KIND_INVALID: { en: 'Captchas of this kind are not accepted', zh: '不接受此类图形验证' },

  PASSWORD_ERROR: { en: 'Incorrect password', zh: '密码错误' },
  PASSWORD_WEAK: { en: 'The password is too weak', zh: '密码强度不足' },
  PASSWORD_EXPIRED: { en: 'The password has expired', zh: '密码已过期' },
  ACCOUNT_LOCKED: { en: 'Too many wrong attempts, please try again later', zh: '错误次数过多，请稍后再试' },
  USERNAME_INVALID: { en: 'This user name cannot be used', zh: '用户名不合法' },
  USERNAME_TAKEN: { en: 'This user name is taken', zh: '用户名已被占用' },

  LOGIN_CODE_INVALID: { en: 'The login code is invalid or has expired', zh: '登录码无效或已过期' },
  CORP_INVALID: { en: 'Not an organisation of this user', zh: '用户不属于该组织' },
  SESSION_INVALID: { en: 'The session is invalid or has ended', zh: '会话无效或已结束' },
  STATE_INVALID: { en: 'This login has ended, please start again', zh: '本次登录已失效，请重新开始' },
  SECOND_FACTOR_REQUIRED: { en: 'A second factor is needed', zh: '需要第二重验证' },
  FACTOR_UNAVAILABLE: { en: 'This factor cannot be used here', zh: '当前不可使用该验证方式' },
  REDIRECT_INVALID: {
    en: 'The application has not registered this address',
    zh: '应用未登记该返回地址',
  },
  AGREEMENT_REQUIRED: { en: 'Please agree to the terms first', zh: '请先阅读并同意相关协议' },
  CREDENTIALS_WRONG: { en: 'Name, password or code is wrong', zh: '用户名、密码或验证码不正确' },
  RECOVERY_OFF: {
    en: 'This application takes no requests of people who lost their number',
    zh: '该应用不受理手机号丢失申请',
  },
  RECOVERY_MISSING: { en: 'There is no such request', zh: '申请不存在' },
  RECOVERY_OVER: { en: 'The request was answered or cancelled meanwhile', zh: '该申请已被处理或取消' },
  RATE_LIMITED: { en: 'Too many requests, please try again later', zh: '请求过于频繁，请稍后再试' },
}
