/** The schema of a user row as it leaves over HTTP, and its type in-process. */
import Type from 'typebox'
import type { User } from './user.ts'

/** What a registration gives besides the user, so that a new user need not wait for a second SMS (spec 2). */
export type RegisteredUser = User<{
  readonly loginCode: string
  readonly corpList: readonly { readonly corpId: string; readonly corpName: string }[]
}>

const nullableText = Type.Union([Type.String(), Type.Null()])

const fields = Type.Object({
  userId: Type.String(),
  nick: Type.String(),
  name: nullableText,
  email: nullableText,
  phone: nullableText,
  username: nullableText,
  status: Type.String(),
  createTime: Type.Integer({ description: 'Epoch milliseconds.' }),
  loginCode: Type.String(),
  corpList: Type.Array(Type.Object({ corpId: Type.String(), corpName: Type.String() })),
})

export const userResult = Type.Unsafe<RegisteredUser>(fields)
