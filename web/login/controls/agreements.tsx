/** The texts that the application asks to agree to; what is ticked goes with every call from then on. */
import { useId, useState } from 'preact/hooks'
import { usePage } from '../page.ts'

export function Agreements() {
  const { texts, server, language } = usePage()
  const { agreements } = server.facts
  const [isGiven, set] = useState(server.agreement.isGiven)
  const id = useId()
  if (agreements.length === 0) return null
  return (
    <div class="agree">
      <input
        type="checkbox"
        id={id}
        checked={isGiven}
        onChange={({ currentTarget: { checked } }) => {
          server.agreement.isGiven = checked
          set(checked)
        }}
      />
      <label for={id}>
        {texts.agree}
        {agreements.map(({ key, title, url }, index) => (
          <span key={key}>
            {index > 0 && texts.listed}
            <a href={url} target="_blank" rel="noreferrer">
              {title[language]}
            </a>
          </span>
        ))}
      </label>
    </div>
  )
}
