import { type Signal, signal } from '@preact/signals'
import type { SettingsReply } from '../../server/contract/settings.ts'
import type { Api, Failure } from '../api.ts'

export type AllowedOrigins = ReturnType<typeof createAllowedOrigins>

/** Websites that may send requests. Letting one in or out counts at once: it is no part of what is saved together. */
export function createAllowedOrigins(from: {
  api: Pick<Api, 'read' | 'change'>
  practice: string
  kept: Signal<SettingsReply | null>
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, kept, announce, onFailure } = from
  const busy = signal(false)
  /** What is wrong with the website that was typed. */
  const fault = signal<string | null>(null)
  /** The one just taken out; it can be let in again. */
  const removed = signal<string | null>(null)

  async function change(path: string, origin: string, words: string): Promise<boolean> {
    if (busy.peek()) return false
    busy.value = true
    fault.value = null
    const reply = await api.change<unknown>(practice, path, { origin })
    busy.value = false
    if (!reply.ok) {
      fault.value = 'This did not work this time. Try again.'
      onFailure(reply.failure)
      return false
    }
    announce(words)
    return true
  }

  function show(origins: SettingsReply['origins']): void {
    if (kept.value) kept.value = { ...kept.value, origins }
  }

  return {
    busy,
    fault,
    removed,
    /** @param typed - A website, with or without `https://` and a path. */
    async allow(typed: string): Promise<boolean> {
      const origin = originIn(typed)
      const listed = kept.value?.origins ?? []
      if (!origin) fault.value = 'Type the address of a website, like https://www.example.com.'
      else if (listed.some((each) => each.origin === origin)) fault.value = `${origin} is allowed already.`
      else if (await change('origins', origin, `${origin} may send requests now`)) {
        const all = [...listed, { origin, isInFile: false }]
        show(all.sort((a, b) => (a.origin < b.origin ? -1 : 1)))
        removed.value = null
        return true
      }
      return false
    },
    async remove(origin: string): Promise<void> {
      if (!(await change('origins/remove', origin, `${origin} may no longer send requests`))) return
      show((kept.value?.origins ?? []).filter((each) => each.origin !== origin))
      removed.value = origin
    },
  }
}

/** Scheme, host and port of what was typed; null when it is no website. */
export function originIn(typed: string): string | null {
  const text = typed.trim()
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return null
  const { origin, hostname } = new URL(address)
  return hostname.includes('.') || hostname === 'localhost' ? origin : null
}
