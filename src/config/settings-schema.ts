/** The process's own settings: every name, once. `docs/reference/settings.md` is compared with this list. */
import Type, { type Static } from 'typebox'

const port = (fallback?: number) =>
  Type.Integer({ minimum: 0, maximum: 65535, ...(fallback === undefined ? {} : { default: fallback }) })

export const settingsSchema = Type.Object({
  LATCHKEY_APP: Type.String({ default: 'examples/minimal-app', description: 'Folder of the app to serve.' }),
  LATCHKEY_DATA: Type.String({
    default: '.latchkey',
    description: 'Folder of the embedded databases and the generated secret.',
  }),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on.' }),
  PORT: { ...port(8080), description: 'Port to listen on.' },
  LATCHKEY_WORKERS: Type.Integer({
    minimum: 1,
    maximum: 256,
    default: 1,
    description:
      'Processes that `start` runs on this machine and that share its ports; more than one needs PostgreSQL.',
  }),
  ADMIN_PORT: Type.Optional({
    ...port(),
    description:
      'Port of a listener of their own for metrics and health; without it they are on the main port, metrics for this machine only.',
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/?#@\\s]+$',
      description:
        'What people and applications call this server by: the issuer of tokens. Default: http://HOST:PORT.',
    }),
  ),
  LATCHKEY_SECRET: Type.Optional(
    Type.String({
      description:
        'Root of all keys: at least 32 characters; while it is being changed a comma-separated list, newest first. Generated into the data folder for the embedded default.',
    }),
  ),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^(?:sqlite:(?!/*$|(?://)?:memory:)|postgres(?:ql)?://[^/\\s]*/[^/?\\s])',
      description:
        'Where durable data lies: `sqlite:FILE`, or `postgres://USER:PASSWORD@HOST:PORT/NAME` with `?sslmode=verify-full` and other parameters. Default: a file in the data folder.',
    }),
  ),
  DATABASE_POOL_SIZE: Type.Integer({
    minimum: 1,
    maximum: 1000,
    default: 10,
    description: 'Connections to PostgreSQL that a process opens at most.',
  }),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://(?:[^/?#\\s%]|%[0-9A-Fa-f]{2})+(?:/\\d*)?(?:\\?prefix=[\\w:.-]+)?$',
      description:
        'Where facts that expire lie (codes, tickets, counters): `redis://USER:PASSWORD@HOST:PORT/DATABASE`, or `rediss://` for TLS; `?prefix=NAME` for a server that others use too. One server or a cluster. Default: the PostgreSQL database, else a file in the data folder.',
    }),
  ),
  AUDIT_DAYS: Type.Integer({
    minimum: 1,
    maximum: 3650,
    default: 180,
    description: 'Days that audit and message records are kept.',
  }),
  DEVICE_DAYS: Type.Integer({
    minimum: 1,
    maximum: 3650,
    default: 400,
    description:
      'Days after its first login that a device is known, and longer while there is a session of it. A device that is not known meets the stricter limits.',
  }),
  DELETION_GRACE_DAYS: Type.Integer({
    minimum: 0,
    maximum: 365,
    default: 14,
    description: 'Days in which a user who closed the own account can take that back by logging in.',
  }),
  RECOVERY_WAIT_HOURS: Type.Integer({
    minimum: 0,
    maximum: 720,
    default: 72,
    description:
      'Hours that a request for another number waits at least, from when the old one was told: so long the old number can object by a login.',
  }),
  TRUSTED_PROXIES: Type.String({
    default: '',
    description: 'Address ranges whose X-Forwarded-For is believed, comma-separated.',
  }),
  WEBHOOK_INTERNAL_HOSTS: Type.String({
    default: '',
    description:
      'Host names, comma-separated, that webhooks may be sent to, and SMS services edited in the console may call, though their addresses are not public; these also by http.',
  }),
  LOG_LEVEL: Type.Union(
    ['trace', 'debug', 'info', 'warn', 'error', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info', description: 'Least level that is logged.' },
  ),
  NODE_ENV: Type.Union(
    ['development', 'test', 'production'].map((name) => Type.Literal(name)),
    {
      default: 'development',
      description:
        '`development`, `test` or `production`, which switches off all that is for development only.',
    },
  ),
})

export type RawSettings = Static<typeof settingsSchema>

/** Names that no configuration file of an app may read with `{{NAME}}`. */
export const ownSettingNames: readonly string[] = Object.keys(settingsSchema.properties)
