/** Hands a file to the browser to be kept. Nothing of it goes anywhere else. */
export function saveFile(name: string, text: string, type = 'application/json'): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken it by then; sooner, some would save nothing.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
