import { signal } from '@preact/signals'
import type { PreviewReply } from '../../server/contract/calendar.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Api, Failure } from '../api.ts'

/** A year of openings is counted twice for it. */
const waitMs = 60_000

/** What a draft would bring about, asked a moment after the last edit; an answer to an older draft is dropped. */
export function createRulesPreview(from: {
  api: Pick<Api, 'change'>
  practice: string
  afterMs: number
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, afterMs, onFailure } = from
  const reply = signal<PreviewReply | null>(null)
  const isAsking = signal(false)
  const failure = signal<Failure | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  async function send(file: PracticeFile, mine: number): Promise<void> {
    const answer = await api.change<PreviewReply>(practice, 'rules/preview', { file }, waitMs)
    if (mine !== round) return
    isAsking.value = false
    if (answer.ok) {
      reply.value = answer.value
      failure.value = null
    } else {
      failure.value = answer.failure
      onFailure(answer.failure)
    }
  }

  return {
    reply,
    isAsking,
    failure,
    /** @param draft - Null: nothing differs. */
    ask(draft: PracticeFile | null, inMs = afterMs): void {
      clearTimeout(timer)
      round += 1
      isAsking.value = draft !== null
      if (draft === null) {
        reply.value = null
        failure.value = null
        return
      }
      const mine = round
      timer = setTimeout(() => void send(draft, mine), inMs)
    },
    stop(): void {
      clearTimeout(timer)
      round += 1
    },
  }
}
