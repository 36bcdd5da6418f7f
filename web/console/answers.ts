/** What the admin API answers, as far as the console shows it. Times are epoch milliseconds. */
export type Role = 'auditor' | 'operator' | 'owner'

export type Me = { readonly id: string; readonly name: string; readonly role: Role; readonly title: string }

export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null }

export type UserItem = {
  readonly userId: string
  readonly nick: string
  readonly name?: string | null
  readonly phone?: string | null
  readonly username?: string | null
  readonly status: string
  readonly createdAt: number
  readonly lastLoginAt?: number | null
}

export type UserSession = {
  readonly id: string
  readonly clientId: string
  readonly platform?: string | null
  readonly agent?: string | null
  readonly address?: string | null
  readonly loginTime: number
  readonly lastSeen: number
  readonly expiresAt: number
}

export type UserDetail = {
  readonly user: UserItem
  readonly phones: readonly {
    readonly loginType: string
    readonly phone: string
    readonly boundAt: number
  }[]
  readonly names: readonly {
    readonly loginType: string
    readonly name: string
    readonly changedAt: number
  }[]
  readonly corps: readonly string[]
  readonly sessions: readonly UserSession[]
  /** Passwords that were set by then have to be replaced. */
  readonly passwordExpiredAt: number | null
  /** Of the open request for another number. */
  readonly recoveryId: string | null
  readonly factor: { readonly enrolledAt: number; readonly recoveryCodesLeft: number } | null
  readonly profile: Readonly<Record<string, unknown>>
  readonly events: readonly AuditItem[]
}

export type RecoveryItem = {
  readonly id: string
  readonly userId: string
  readonly nick: string
  readonly clientId: string
  readonly loginType: string
  readonly oldPhone: string
  readonly newPhone: string
  readonly reason: string
  readonly address: string | null
  readonly state: 'asked' | 'approved' | 'refused' | 'cancelled' | 'completed' | 'failed' | 'expired'
  readonly askedAt: number
  readonly dueAt: number
  /** Was the old number told? */
  readonly notice: 'waiting' | 'sent' | 'failed'
  readonly decidedBy: string | null
  readonly decidedAt: number | null
  readonly endedAt: number | null
}

export type AuditItem = {
  readonly id: string
  readonly at: number
  readonly action: string
  readonly result: string
  readonly actor?: string | null
  readonly userId?: string | null
  readonly clientId?: string | null
  readonly address?: string | null
  readonly subject?: string | null
  readonly detail?: unknown
  readonly times?: unknown
}

export type TodayFacts = {
  readonly from: number
  readonly step: number
  readonly logins: readonly { readonly at: number; readonly success: number; readonly failed: number }[]
  readonly sends: readonly {
    readonly at: number
    readonly sent: number
    readonly delivered: number
    readonly failed: number
  }[]
  readonly byCountry: readonly {
    readonly country: string
    readonly sent: number
    readonly right: number
    readonly delivered: number
    /** Of `sent`, those through services that told of any. */
    readonly tracked: number
  }[]
  readonly byVendor: readonly {
    readonly vendor: string
    readonly sent: number
    readonly delivered: number
    readonly failed: number
    readonly hasReceipts: boolean
  }[]
  readonly budgets: readonly {
    readonly element: string
    readonly spent: number
    readonly daily: number | null
  }[]
  readonly closedPrefixes: readonly { readonly prefix: string; readonly until: number }[]
  readonly activeSessions: number
}

export type Tenant = {
  readonly id: string
  readonly title: string
  readonly state: 'active' | 'closed'
  readonly createdAt: number | null
  readonly closedAt: number | null
}

export type SigningKey = {
  readonly kid: string
  readonly algorithm: string
  readonly state: 'next' | 'current' | 'retired'
  readonly createdAt: number
  readonly retiredAt: number | null
  /** Published until then. */
  readonly verifiesUntil: number | null
}

export type MessageItem = {
  readonly id: string
  readonly at: number
  readonly element: string
  readonly phone: string
  readonly country: string
  readonly purpose: string
  readonly state: 'queued' | 'sent' | 'delivered' | 'undelivered'
  readonly reason: string | null
  readonly changedAt: number
}

export type MessageRate = {
  readonly name: string
  readonly sent: number
  readonly right: number
  readonly delivered: number
  readonly failed: number
  readonly tracked: number
}

export type ClosedPrefix = {
  readonly prefix: string
  readonly country: string
  readonly closedAt: number
  readonly until: number
}

export type WebhookEndpoint = {
  readonly id: string
  readonly host: string
  /** Empty for all. */
  readonly events: readonly string[]
  readonly createdAt: number
  readonly failingSince: number | null
  readonly pausedAt: number | null
  readonly waiting: number
}

export type WebhookEndpoints = {
  readonly items: readonly WebhookEndpoint[]
  readonly eventTypes: readonly string[]
}

export type WebhookDelivery = {
  readonly eventId: string
  readonly type: string
  readonly at: number
  readonly state: 'pending' | 'delivered' | 'failed'
  readonly attempts: number
  readonly dueAt: number
  readonly result: string | null
  readonly triedAt: number | null
}

export type Settings = Readonly<Record<string, unknown>>

export type ElementItem = {
  readonly fullName: string
  readonly title: string
  readonly type: string
  readonly tier: 'meta' | 'type' | 'instance'
  readonly family: string
  readonly source: 'package' | 'folder' | 'console'
  readonly description?: string
}

export type ElementDetail = ElementItem & {
  readonly version: number
  readonly changedBy?: string
  readonly schema: Readonly<Record<string, unknown>>
  readonly own: Settings
  readonly effective: Settings
  /** From the pointer of a setting to the element that it comes from. */
  readonly origins: Readonly<Record<string, string>>
  readonly types: readonly string[]
}

type ElementNote = { readonly place: string; readonly pointer?: string; readonly message: string }

export type ElementCheck = {
  readonly faults: readonly ElementNote[]
  readonly warnings: readonly ElementNote[]
  readonly diff: readonly {
    readonly pointer: string
    readonly before?: unknown
    readonly after?: unknown
  }[]
}
