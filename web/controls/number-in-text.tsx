/** A sentence around a number, which keeps its own direction and stays in one line. */
export function NumberInText({
  text,
  number,
}: {
  readonly text: (number: string) => string
  readonly number: string
}) {
  const [before = '', after = ''] = text('\0').split('\0')
  return (
    <>
      {before}
      <bdi class="number-shown">{number}</bdi>
      {after}
    </>
  )
}
