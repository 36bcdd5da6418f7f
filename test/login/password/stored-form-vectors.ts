/**
 * Stored forms with a known password, made by other programs: node:crypto's argon2, Python's hashlib, the
 * crypt(3) of libxcrypt, and the published vectors of argon2, RFC 7914, passlib and crypt_blowfish.
 */
import type { Over } from '../../../src/login/password/password-candidate.ts'

export type Vector = {
  readonly what: string
  readonly stored: string
  readonly password: string
  readonly over: Over
  readonly state: 'current' | 'outdated' | 'fast'
  /** How it is written, where that is not how it is read. */
  readonly written?: string
}

/** The key of the keyed vectors: 32 bytes of 7 for salt `s1` and key `k1`. */
export const vectorKey: Uint8Array = new Uint8Array(32).fill(7)
export const vectorIds = { saltId: 's1', keyId: 'k1' } as const

const keyed = '$argon2id$v=19$m=19456,t=2,p=1,keyid=k1,saltid=s1'
const salt = 'MDEyMzQ1Njc4OWFiY2RlZg'

const made = (what: string, stored: string, over: Over, state: Vector['state']): Vector => ({
  what,
  stored,
  over,
  state,
  password: 'correct horse',
})

const published = (what: string, stored: string, password: string): Vector => ({
  what,
  stored,
  password,
  over: 'text',
  state: 'outdated',
})

export const currentVector: Vector = made(
  'the current form',
  `${keyed}$${salt}$BBbcltZXP3VJb641gJbMb0QvB+6H8An64HSbswLRdsk`,
  'md5',
  'current',
)

export const vectors: readonly Vector[] = [
  currentVector,
  made(
    'the current form with cheaper parameters',
    `$argon2id$v=19$m=64,t=1,p=1,keyid=k1,saltid=s1$${salt}$FjWUsjHCsmA2mFjl/jMV0cHdG6/j44HFlRxkDs9e+w8`,
    'md5',
    'outdated',
  ),
  made(
    'a wrapped salted SHA-256',
    `${keyed},digest=sha256,place=prefix,over=text,with=TmE6Q2w$${salt}$fSk/1JoZ8LXK56dTxlk48zuzMqEbwEAksyfbEViTCm8`,
    'text',
    'outdated',
  ),
  made('plain MD5', '3cb4e732631f47e6eb961f34554b7cde', 'md5', 'fast'),
  {
    ...made('plain MD5 in capitals', '3CB4E732631F47E6EB961F34554B7CDE', 'md5', 'fast'),
    written: '3cb4e732631f47e6eb961f34554b7cde',
  },
  made('unsalted SHA-1', '$sha1$place=prefix$$2f9e53523b62abc141a2b4d6019d23cba835dbd0', 'text', 'fast'),
  made('MD5 of salt and text', '$md5$place=prefix$TmE6Q2w$e6828554fa6c1b540f524226a4f5d309', 'text', 'fast'),
  made(
    'SHA-1 of salt and text',
    '$sha1$place=prefix$TmE6Q2w$3e4bb6bffc3e7f0798effe92241e323e691f4fdc',
    'text',
    'fast',
  ),
  {
    ...made(
      'SHA-256 of salt and text, the salt padded and the digest in capitals',
      '$sha256$place=prefix$TmE6Q2w=$A5156EEEFF602101FCDDE07344C7DEA147F88851C4FB63B1196BBCDE0AE564A0',
      'text',
      'fast',
    ),
    written: '$sha256$place=prefix$TmE6Q2w$a5156eeeff602101fcdde07344c7dea147f88851c4fb63b1196bbcde0ae564a0',
  },
  made(
    'MD5 of MD5 and salt',
    '$over-md5$md5$place=suffix$TmE6Q2w$d749dbf7674c9edaa196b77a3731c11f',
    'md5',
    'fast',
  ),
  made(
    'SHA-1 of MD5 and salt',
    '$over-md5$sha1$place=suffix$TmE6Q2w$60fba09d937c776721f4f942f80e37567dae30ae',
    'md5',
    'fast',
  ),
  made(
    'SHA-256 of MD5 and salt',
    '$over-md5$sha256$place=suffix$TmE6Q2w$4c759324ebc058c2a17f18cc65041446a93600701148f64114f0e528319c1bbb',
    'md5',
    'fast',
  ),
  made('bcrypt 2a', '$2a$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2', 'text', 'outdated'),
  made('bcrypt 2b', '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e', 'text', 'outdated'),
  made(
    'bcrypt 2y over MD5',
    '$over-md5$2y$04$abcdefghijklmnopqrstuueKjytCfJrbNzCoZNnMuVdvZmQQQd2Mm',
    'md5',
    'outdated',
  ),
  published(
    'bcrypt of crypt_blowfish',
    '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    'U*U',
  ),
  published(
    'bcrypt, which looks at 72 bytes',
    '$2b$04$CCCCCCCCCCCCCCCCCCCCC.ug0A3dTXhy5U.dFjx/qguZ8I4CB77BC',
    'x'.repeat(100),
  ),
  published(
    'scrypt of RFC 7914',
    '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA',
    'password',
  ),
  published(
    'scrypt of passlib',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    'password',
  ),
  made(
    'scrypt over MD5',
    `$over-md5$scrypt$ln=10,r=8,p=1$${salt}$VH7YnDfww82xHiyZUsiP6/WPH26WdpRkRxwJqWJ6Pes`,
    'md5',
    'outdated',
  ),
  published(
    'argon2i of the reference implementation',
    '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
    'password',
  ),
  {
    ...published(
      'argon2i of version 16, which names none',
      '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
      'password',
    ),
    written: '$argon2i$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
  },
  published(
    'argon2id of the reference implementation',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    'password',
  ),
  made(
    'argon2id of the text with other parameters',
    `$argon2id$v=19$m=1024,t=3,p=2$${salt}$5/+6JIt2g3X6sJ3wFkZ+1S3lbCuHfB/ER6MFcNBLbTI`,
    'text',
    'outdated',
  ),
  made(
    'argon2d over MD5',
    `$over-md5$argon2d$v=19$m=1024,t=1,p=1$${salt}$FhXwHJb1ZfCOvZzyC7Ir5cD+1c7sUEa9KK04kUpZ7Vs`,
    'md5',
    'outdated',
  ),
]
