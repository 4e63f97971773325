import { signal } from '@preact/signals'

export type Memory = { get: (key: string) => string | null; set: (key: string, value: string) => void }
export type Unread = ReturnType<typeof createUnread>

/** Browsers keep little; a request that old is answered, or expired. */
const mostKept = 500

/** Which requests were opened in this browser, so that new ones stand out. */
export function createUnread(memory: Memory, practice: string) {
  const key = `opened-${practice}`
  const opened = signal<ReadonlySet<string>>(new Set((memory.get(key) ?? '').split(' ').filter(Boolean)))
  return {
    isUnread: (id: string) => !opened.value.has(id),
    opened(id: string) {
      if (opened.peek().has(id)) return
      const all = [...opened.peek(), id].slice(-mostKept)
      opened.value = new Set(all)
      memory.set(key, all.join(' '))
    },
  }
}
