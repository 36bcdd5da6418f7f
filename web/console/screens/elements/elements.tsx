/** Elements of the app: the list, a new one, or one of them. */
import type { ElementItem } from '../../answers.ts'
import { useAnswer } from '../../use-answer.ts'
import { ElementList } from './element-list.tsx'
import { ElementScreen } from './element-screen.tsx'
import { NewElement } from './new-element.tsx'

export function Elements({ fullName }: { readonly fullName: string | undefined }) {
  const asked = useAnswer<{ readonly items: readonly ElementItem[] }>('elements')
  if (fullName === undefined) return <ElementList asked={asked} />
  if (fullName === 'new') return <NewElement elements={asked.data?.items ?? []} />
  return <ElementScreen key={fullName} fullName={fullName} />
}
