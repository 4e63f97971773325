import { signal } from '@preact/signals'

export type Copies = ReturnType<typeof createCopies>

const shownMs = 2000

/** Remembers for two seconds what was copied last, so that its button can say so. */
export function createCopies(write: (text: string) => Promise<boolean>, announce: (text: string) => void) {
  const last = signal<{ key: string; done: boolean } | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  return {
    last,
    /** @param label - What the text is, like `Given name`. */
    async copy(key: string, label: string, text: string): Promise<void> {
      const done = await write(text)
      clearTimeout(timer)
      last.value = { key, done }
      announce(done ? `${label} copied` : `${label} could not be copied. Select the text and copy it by hand.`)
      timer = setTimeout(() => {
        last.value = null
      }, shownMs)
    },
  }
}
