/** Counts calls in memory, by instance: the library's own store is one for the whole process. */
export function memoryLimit() {
  const counts = new Map<string, { count: number; endsAt: number }>()
  return {
    async consume(key: string, rule: { window: number; max: number }) {
      const now = Date.now()
      for (const [each, entry] of counts) if (entry.endsAt <= now) counts.delete(each)
      const entry = counts.get(key) ?? { count: 0, endsAt: now + rule.window * 1000 }
      if (entry.count >= rule.max) return { allowed: false, retryAfter: Math.ceil((entry.endsAt - now) / 1000) }
      counts.set(key, { ...entry, count: entry.count + 1 })
      return { allowed: true, retryAfter: null }
    },
  }
}
