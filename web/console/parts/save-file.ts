/** Gives a file to the person, made of parts in memory. */
export function saveFile(name: string, parts: readonly string[], type: 'text/csv' | 'text/plain'): void {
  // Spreadsheets know UTF-8 by its mark.
  const mark = type === 'text/csv' ? ['\uFEFF'] : []
  const address = URL.createObjectURL(new Blob([...mark, ...parts], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
