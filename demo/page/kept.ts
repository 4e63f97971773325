import type { OutgoingMail } from '../../server/mail/delivery.ts'

/** All that is kept between two visits of the page. */
export interface Kept {
  /** When the practice was made up; epoch ms. */
  readonly furnishedAt: number
  readonly secret: string
  readonly cookies: string
  /** Newest first. */
  readonly mails: readonly OutgoingMail[]
  /** Database files. */
  readonly store: Uint8Array
  readonly accounts: Uint8Array
}

/** A practice that was made up longer ago is no good to try things with: its days are over. */
const LONGEST_MS = 7 * 86_400_000
const STORE = 'demo'
const KEY = 'kept'

/** Keeps the demo in this browser (IndexedDB), one for each address that it is opened from. */
export function createKeeper(address: string) {
  const database = asked(() => {
    const opening = indexedDB.open(`chairtime demo ${address}`)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    return opening
  })
  const inStore = async <T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const opened = await database
    return asked(() => ask(opened.transaction(STORE, mode).objectStore(STORE)))
  }
  return {
    /** What was kept last; null when there is nothing, it is too old, or the browser keeps nothing. */
    async load(now: number): Promise<Kept | null> {
      const kept: Kept | undefined = await inStore('readonly', (store) => store.get(KEY)).catch(() => undefined)
      return kept && now - kept.furnishedAt < LONGEST_MS ? kept : null
    },
    /** Resolves to whether it is kept: a private window may refuse. */
    save: (kept: Kept): Promise<boolean> =>
      inStore('readwrite', (store) => store.put(kept, KEY)).then(
        () => true,
        () => false,
      ),
    forget: (): Promise<unknown> => inStore('readwrite', (store) => store.delete(KEY)).catch(() => {}),
  }
}

export type Keeper = ReturnType<typeof createKeeper>

function asked<T>(ask: () => IDBRequest<T>): Promise<T> {
  const answer = new Promise<T>((resolve, reject) => {
    const request = ask()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  // Whoever asks hears of it; nobody need have asked yet.
  answer.catch(() => {})
  return answer
}
