/** Certificates that nobody knows. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Files of a certificate of `host`, made in `folder`; nothing where openssl is missing. */
export function makeCertificate(
  folder: string,
  host: string,
): { readonly cert: string; readonly key: string } | undefined {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const what = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${host}`]
  const names = ['-addext', `subjectAltName=DNS:${host}`]
  const made = spawnSync('openssl', ['req', ...what, ...names, '-keyout', key, '-out', cert])
  return made.status === 0 ? { cert, key } : undefined
}
