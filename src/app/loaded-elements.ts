/** What the rooms want to know of the app's elements, from the registry of this moment. */
import { type ClientDirectory, createClientDirectory } from '../clients/client.ts'
import type { ClientSettings } from '../clients/client-settings.ts'
import type { Corp } from '../corps/corp-store.ts'
import type { CorpSettings } from '../corps/normal-corp-type.ts'
import type { RefusalTexts } from '../elements/define-type.ts'
import type { ElementDefinition } from '../elements/element-definition.ts'
import type { Registry } from '../elements/registry.ts'

export type LoadedElements = {
  readonly registry: () => Registry
  readonly clients: () => ClientDirectory
  readonly corps: () => readonly Corp[]
  /** What the app calls itself in messages. */
  readonly appTitle: () => string
  /** Texts of the refusal codes that the app's own Types declare. */
  readonly refusalTexts: () => RefusalTexts
}

/** Computed once for each registry. */
export function createLoadedElements(registry: () => Registry, appTitle: string): LoadedElements {
  const clients = new WeakMap<Registry, ClientDirectory>()
  const corps = new WeakMap<Registry, readonly Corp[]>()
  const texts = new WeakMap<Registry, RefusalTexts>()
  return {
    registry,
    clients: () =>
      remember(clients, registry(), (of) =>
        createClientDirectory(instances<ClientSettings>(of, 'clients.Meta')),
      ),
    corps: () => remember(corps, registry(), (of) => instances<CorpSettings>(of, 'corps.Meta').map(toCorp)),
    appTitle: () => appTitle,
    refusalTexts: () => remember(texts, registry(), textsOf),
  }
}

function remember<T>(known: WeakMap<Registry, T>, registry: Registry, make: (registry: Registry) => T): T {
  let value = known.get(registry)
  if (value === undefined) {
    value = make(registry)
    known.set(registry, value)
  }
  return value
}

function textsOf(registry: Registry): RefusalTexts {
  return Object.assign({}, ...registry.elements().map((element) => element.class?.refusals ?? {}))
}

function instances<Settings>(registry: Registry, family: string): ElementDefinition<Settings>[] {
  return registry.list({ family, tier: 'instance' }) as ElementDefinition<Settings>[]
}

function toCorp({ title, settings }: ElementDefinition<CorpSettings>): Corp {
  return { corpId: settings.corpId, corpName: settings.title ?? title, allowJoin: settings.allowJoin === 1 }
}
