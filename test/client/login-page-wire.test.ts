/** What the wire says of the login page's calls is what the server declares; the compiler compares them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static } from 'typebox'
import {
  type askForNumber,
  authorizeLogin,
  loginPageFacts,
  loginPageSession,
} from '../../src/http/login-page/login-page-calls.ts'
import type {
  AuthorizeRequest,
  LoginPageFacts,
  LoginPageSession,
  RecoveryAnswer,
  RecoveryRequest,
} from '../../src/wire/login-page-calls.ts'

type Same<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : ['fields differ', keyof A, keyof B]
type Facts = Static<typeof loginPageFacts.answer>

const compared: readonly [
  Same<Facts, LoginPageFacts>,
  Same<Facts['client'], LoginPageFacts['client']>,
  Same<Static<typeof loginPageSession.answer>, LoginPageSession>,
  Same<Static<typeof authorizeLogin.body>, AuthorizeRequest>,
  Same<Static<typeof askForNumber.body>, RecoveryRequest>,
  Same<Static<typeof askForNumber.answer>, RecoveryAnswer>,
] = [true, true, true, true, true, true]

test('the types of the login page fit its calls', () => {
  assert.ok(compared.every((each) => each === true))
  assert.deepEqual(
    [loginPageFacts, loginPageSession, authorizeLogin].map(({ path }) => path),
    ['/api/v1/login/page', '/api/v1/login/session', '/api/v1/login/authorize'],
  )
})
