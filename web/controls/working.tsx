/** Something is on its way. */
export function Working({ text }: { readonly text: string }) {
  return (
    <p class="working" role="status">
      <span class="spinner" />
      {text}
    </p>
  )
}
