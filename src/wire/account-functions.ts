/** `auths.loginTypes.services.AccountSvc` as a browser calls it: named arguments and results. */
type Nothing = Record<string, never>

type Of<Args, Result> = { readonly args: Args; readonly result: Result }

type Titles = { readonly en: string; readonly zh: string }

/** Times are epoch milliseconds. */
export type AccountAnswer = {
  readonly userId: string
  readonly nick: string
  readonly name: string | null
  readonly email: string | null
  /** E.164. */
  readonly phone: string | null
  readonly username: string | null
  readonly createTime: number
  readonly phones: readonly {
    readonly loginType: string
    readonly phone: string
    readonly boundAt: number
  }[]
  readonly names: readonly { readonly loginType: string; readonly name: string; readonly changedAt: number }[]
  /** Ids of organisations. */
  readonly corps: readonly string[]
  /** The authenticator app. */
  readonly factor: { readonly enrolledAt: number; readonly recoveryCodesLeft: number } | null
  readonly profile: Readonly<Record<string, string>>
}

export type AgreementAnswer = {
  readonly clientId: string
  readonly name: string
  readonly version: string
  readonly agreedAt: number
  readonly clientTitle: Titles | null
  /** Where the client still asks for this version. */
  readonly text: { readonly title: Titles; readonly url: string } | null
}

type SessionRecord = {
  readonly id: string
  readonly clientId: string
  readonly platform: string | null
  readonly agent: string | null
  readonly address: string | null
  readonly loginTime: number
  readonly lastSeen: number
  readonly expiresAt: number
}

export type AccountFunctions = {
  currentAccount: Of<
    Nothing,
    AccountAnswer & {
      /** Seconds in which ways to log in may be changed; 0: after another login; null: at any time. */
      readonly reauthIn: number | null
      readonly graceDays: number
      /** Somebody asked the administrators to replace the number. */
      readonly recovery: {
        /** The new number, masked. */
        readonly phone: string
        readonly askedAt: number
        /** The number is not replaced before. */
        readonly dueAt: number
        readonly approved: boolean
      } | null
      /** This session's login took the closing of the account back, less than an hour ago. */
      readonly reopened: boolean
    }
  >
  updateProfile: Of<{ readonly nick?: string; readonly name?: string | null }, 1>
  listAgreements: Of<Nothing, readonly AgreementAnswer[]>
  exportAccount: Of<
    Nothing,
    AccountAnswer & {
      readonly exportedAt: number
      readonly sessions: readonly SessionRecord[]
      readonly agreements: readonly AgreementAnswer[]
    }
  >
  replaceLostPhone: Of<
    { readonly password: string; readonly factorCode: string; readonly phone: string; readonly code: string },
    1
  >
  /** Ends that request, whoever asked. */
  cancelRecovery: Of<Nothing, 1>
  closeAccount: Of<Nothing, { readonly deleteAt: number }>
}
