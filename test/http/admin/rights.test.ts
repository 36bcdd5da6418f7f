/** A50: every call of the admin API by nobody and by each role. A call that is not below a role's is refused. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mayActAs } from '../../../src/admins/admin.ts'
import { adminCalls } from '../../../src/http/admin/admin-face.ts'
import type { Headers } from '../support/http-app.ts'
import { openAdminApp } from './support/admin-app.ts'

const roles = ['auditor', 'operator', 'owner'] as const

describe('A50: rights of the admin API', () => {
  test('each call by nobody and by each role', async (t) => {
    const app = await openAdminApp(t)
    const headersOf = new Map<string, Headers>()
    for (const role of roles) headersOf.set(role, (await app.join(role, role)).headers)
    for (const { method, path, role: needed } of adminCalls) {
      const call = async (headers: Headers) => {
        const url = path.replace('/api/admin/', '').replace(/:\w+/g, 'none')
        const answer =
          method === 'GET' ? await app.read(url, headers) : await app.admin(method, url, {}, headers)
        return answer
      }
      if (needed === 'anyone') continue
      assert.equal((await call({})).json().error, 'LOGIN_REQUIRED', path)
      for (const role of roles.filter((one) => !mayActAs(one, needed)))
        assert.equal(
          (await call(headersOf.get(role) ?? {})).json().error,
          'FORBIDDEN',
          `${method} ${path} ${role}`,
        )
      const allowed = await call(headersOf.get(needed) ?? {})
      assert.notEqual(allowed.statusCode, 401, path)
    }
    assert.deepEqual(app.defects, [])
  })
})
