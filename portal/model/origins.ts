import { signal } from '@preact/signals'
import type { OriginList } from '../../server/contract/desk.ts'
import type { Api, Failure } from '../api.ts'

export type RefusedOrigin = OriginList['refused'][number]
export type Origins = ReturnType<typeof createOrigins>

const saidMs = 8000

/** Websites that tried to send a request and may not yet. */
export function createOrigins(from: {
  api: Api
  practice: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, announce, onFailure } = from
  const refused = signal<readonly RefusedOrigin[]>([])
  const allowing = signal<string | null>(null)
  const allowed = signal<string | null>(null)
  const failed = signal<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  return {
    refused,
    allowing,
    /** The one just allowed, said for eight seconds. */
    allowed,
    /** The one that could not be allowed. */
    failed,
    /** Silent when it fails: the list of requests is read at the same time and says what is wrong. */
    async read(): Promise<void> {
      const reply = await api.refusedOrigins(practice)
      if (reply.ok) refused.value = reply.value.refused
    },
    async allow(origin: string): Promise<void> {
      if (allowing.value !== null) return
      allowing.value = origin
      failed.value = null
      const reply = await api.allowOrigin(practice, origin)
      allowing.value = null
      if (!reply.ok) {
        onFailure(reply.failure)
        failed.value = origin
        return
      }
      refused.value = refused.value.filter((each) => each.origin !== origin)
      allowed.value = origin
      announce(`${origin} can now send requests`)
      clearTimeout(timer)
      timer = setTimeout(() => {
        allowed.value = null
      }, saidMs)
    },
    stop: () => clearTimeout(timer),
  }
}
