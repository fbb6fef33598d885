/** Hands a text to the reader as a file. */
export function download(name: string, text: string, type = 'text/plain'): void {
  saveFile(name, new Blob([text], { type }))
}

/** The same for what is a file already. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
