import { hashText } from './hash.ts'
import type { Store } from './store/store.ts'

/**
 * Asks whether the store answers questions and takes changes. The change is empty: it waits its turn like any other and
 * is refused like any other when the queue is full. However many ask at once, the store is asked once.
 */
export function createReadiness(store: Store): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined
  const ask = async () => {
    try {
      await store.practiceIds()
      await store.transaction(async () => {})
      return true
    } catch {
      return false
    } finally {
      asking = undefined
    }
  }
  return () => {
    asking ??= ask()
    return asking
  }
}

/**
 * May this caller read the metrics? With a token: whoever sends it as `Authorization: Bearer …`. Without: programs on this
 * machine, unless a proxy passed their question on.
 */
export async function mayReadMetrics(
  headers: Headers,
  address: string | undefined,
  token: string | undefined,
): Promise<boolean> {
  if (token !== undefined) {
    // Hashes are compared, so that the time taken tells nothing of the token.
    const sent = headers.get('Authorization')?.replace(/^Bearer +/i, '') ?? ''
    return (await hashText(sent)) === (await hashText(token))
  }
  const isPassedOn = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via'].some((name) => headers.has(name))
  return !isPassedOn && /^(127\.|::1$|::ffff:127\.)/.test(address ?? '')
}
