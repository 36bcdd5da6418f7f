/** The rules of a client about who may log in: whoever they do not let through gets no token of any kind (spec 5, `access`). */
import type { BlockList } from 'node:net'
import { addressRanges, contains, unknownAddress } from '../base/network-address.ts'
import { readPhoneNumber } from '../base/phone-number.ts'
import type { AccessRule } from '../clients/access-rules.ts'
import type { CorpStore } from '../corps/corp-store.ts'
import { type Denial, denialTexts } from '../i18n/denial-texts.ts'
import type { Entrant, EntryGate } from './entry-gate.ts'

type GateDependencies = { readonly corps: Pick<CorpStore, 'listFor'> }

/** Without rules a login costs nothing here. Deny wins; where something is allowed, nothing else is. */
export function createAccessGate({ corps }: GateDependencies): EntryGate {
  async function denialOf(login: Entrant, address: string | undefined): Promise<Denial | undefined> {
    const { countries, addresses, corps: corpRule } = login.client.access ?? {}
    if (addresses !== undefined && !isOpenToAddress(addresses, address)) return 'address'
    if (countries !== undefined && !isOpenTo(countries, countriesOf(login))) return 'country'
    if (corpRule !== undefined && !isOpenTo(corpRule, await corpsOf(login))) return 'corp'
    return undefined
  }

  async function corpsOf({ tenantId, user, joins = [] }: Entrant): Promise<string[]> {
    const list = await corps.listFor(tenantId, user.id)
    return [...list.map(({ corpId }) => corpId), ...joins]
  }

  return async (login, { address, language }) => {
    const denial = await denialOf(login, address)
    return denial === undefined ? undefined : { status: 'ACCESS_DENIED', data: denialTexts[denial][language] }
  }
}

/** Of the number that the user is shown with; a user without one is of no country. */
function countriesOf({ user }: Entrant): string[] {
  const number = user.phone === null ? undefined : readPhoneNumber(user.phone, 'CN')
  return number === undefined ? [] : [number.country]
}

function isOpenTo(rule: AccessRule, items: readonly string[]): boolean {
  return passes(rule, (list) => items.some((item) => list.includes(item)))
}

/** Calls inside of the process come from no address; an address that cannot be read is not let through. */
function isOpenToAddress(rule: AccessRule, address: string | undefined): boolean {
  if (address === undefined) return true
  return address !== unknownAddress && passes(rule, (list) => contains(rangesOf(list), address))
}

function passes({ allow, deny }: AccessRule, isIn: (list: readonly string[]) => boolean): boolean {
  return (deny === undefined || !isIn(deny)) && (allow === undefined || isIn(allow))
}

const read = new WeakMap<readonly string[], BlockList>()

function rangesOf(list: readonly string[]): BlockList {
  const ranges = read.get(list) ?? addressRanges(list)
  read.set(list, ranges)
  return ranges
}
