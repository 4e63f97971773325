/** Replies that take long to make, the last of each address, for as long as nothing has moved. */
export interface Shelf {
  /** @param version - Two with the same are the same reply. */
  get(address: string, version: string, make: () => unknown): string
}

/** @param most - How many are kept, at least 1. */
export function createShelf(most: number): Shelf {
  const kept = new Map<string, { readonly version: string; readonly text: string }>()
  return {
    get(address, version, make) {
      const known = kept.get(address)
      const text = known?.version === version ? known.text : JSON.stringify(make())
      kept.delete(address)
      kept.set(address, { version, text })
      if (kept.size > most) kept.delete(kept.keys().next().value!)
      return text
    },
  }
}
