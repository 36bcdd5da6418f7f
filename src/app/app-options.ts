/** How an app is opened. */
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'

export type AppOptions = {
  /** Folder of the embedded databases and the generated secret. Default: `LATCHKEY_DATA`, else `.latchkey`. */
  readonly data?: string
  /** File of the durable database, when it is not in the data folder. */
  readonly databaseFile?: string | undefined
  /** `postgres://` URL of the durable database, in place of a file. Default: `DATABASE_URL`. */
  readonly databaseUrl?: string | undefined
  /** Connections to PostgreSQL at most. Default: `DATABASE_POOL_SIZE`, which is 10. */
  readonly databasePoolSize?: number | undefined
  /** `redis://` or `rediss://` URL of what expires. Default: `REDIS_URL`, else the PostgreSQL database or a file. */
  readonly redisUrl?: string | undefined
  /**
   * Who waits for PostgreSQL: somebody at the other end of a request, who is refused within two seconds of its falling
   * silent (the default), or an operator's work, which may take long.
   */
  readonly patience?: 'requests' | 'commands' | undefined
  /** Root of all keys, newest first. Default: `LATCHKEY_SECRET`, else the one that the data folder holds. */
  readonly secrets?: readonly string[] | undefined
  /**
   * Hosts that webhooks may be sent to, and that SMS services edited in the console may call, though their addresses
   * are not public. Default: `WEBHOOK_INTERNAL_HOSTS`.
   */
  readonly webhookInternalHosts?: readonly string[] | undefined
  /** Are webhooks delivered while the app is open? Default: yes. */
  readonly deliversWebhooks?: boolean
  /** What the app is called from outside; the issuer of its tokens. */
  readonly publicUrl?: string | undefined
  /** As `publicUrl`, where it is known only later. */
  readonly issuer?: () => string
  /** Is the server, if there is one, reached from this machine only? Default: no server, so yes. */
  readonly loopback?: boolean
  /** Switches off what is for development only. Default: `NODE_ENV` is `production`. */
  readonly production?: boolean
  /** Where `{{NAME}}` of configuration files is read. Default: the process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Only for tests: the time. */
  readonly clock?: Clock
  /** Only for tests: the text of the next image captcha. */
  readonly captchaSource?: () => string
  /** Only for tests: where the piece of the next slider captcha belongs, in dots. */
  readonly sliderSource?: () => { readonly x: number; readonly y: number }
  readonly log?: Log
  /** Where `SMS.Console` prints its line. Default: nowhere. */
  readonly print?: (line: string) => void
}
