/** What a call states to be agreed to is kept as far as its client asks for it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClientId } from '../../src/base/ids.ts'
import { agreedWith } from '../../src/sessions/consent.ts'

const title = { en: 'Terms', zh: '条款' }
const agreement = (name: string, version: string) => ({ name, version, title, url: '/terms' })

test('nothing that the client does not list is kept with a login', () => {
  const client = {
    clientId: 'web' as ClientId,
    agreements: [agreement('terms', '3'), agreement('privacy', '2')],
  }
  const stated = ['privacy@2', 'terms@2', 'x'.repeat(8000), 'privacy@2']
  assert.deepEqual(agreedWith({ client }, { agreed: stated }), ['privacy@2'])
  const later = agreedWith({ client, agreed: ['privacy@2'] }, { agreed: ['terms@3', 'other@1'] })
  assert.deepEqual(later, ['terms@3', 'privacy@2'])
  assert.equal(agreedWith({ client: { ...client, agreements: [] } }, { agreed: stated }), undefined)
})
