import { signal } from '@preact/signals'
import type { AnswerReply } from '../../server/contract/answer.ts'
import type { RequestDetail } from '../../server/contract/desk.ts'
import type { Api, Failure } from '../api.ts'

export type Notes = ReturnType<typeof createNotes>
type Draft = { text: string; at: 'typing' | 'saving' | 'failed' }

const savedShownMs = 2000

/** Notes for colleagues. What was typed is kept until the server has it, whatever happens on the way. */
export function createNotes(from: {
  api: Api
  practice: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  onSaved: (request: RequestDetail) => void
}) {
  const { api, practice, announce, onFailure, onSaved } = from
  /** By request. */
  const drafts = signal<ReadonlyMap<string, Draft>>(new Map())
  const saved = signal<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function put(id: string, draft: Draft | null): void {
    const next = new Map(drafts.value)
    if (draft) next.set(id, draft)
    else next.delete(id)
    drafts.value = next
  }

  async function send({ id, revision }: RequestDetail, text: string) {
    const path = `requests/${encodeURIComponent(id)}/note`
    return api.change<AnswerReply>(practice, path, { revision, note: text })
  }

  return {
    /** What stands in the field, where it isn't what the server has. */
    draftOf: (id: string): Draft | null => drafts.value.get(id) ?? null,
    /** Id of the request whose note was just saved. */
    saved,
    type: (id: string, text: string) => put(id, { text, at: 'typing' }),
    async save(request: RequestDetail): Promise<void> {
      const draft = drafts.value.get(request.id)
      if (!draft || draft.at === 'saving') return
      if (draft.text.trim() === (request.staffNote ?? '')) return put(request.id, null)
      put(request.id, { ...draft, at: 'saving' })
      let reply = await send(request, draft.text)
      if (!reply.ok && isBehind(reply.failure)) {
        // It moved meanwhile, which is nothing to a note; but a colleague's note must not be written over.
        const now = await api.request(practice, request.id)
        if (now.ok && now.value.staffNote === request.staffNote) reply = await send(now.value, draft.text)
        if (now.ok) onSaved(now.value)
      }
      const typedOn = drafts.value.get(request.id)?.text !== draft.text
      if (!reply.ok) {
        onFailure(reply.failure)
        if (!typedOn) put(request.id, { ...draft, at: 'failed' })
        announce('The note could not be saved')
        return
      }
      onSaved(reply.value.request)
      if (!typedOn) put(request.id, null)
      announce('Note saved')
      saved.value = request.id
      clearTimeout(timer)
      timer = setTimeout(() => {
        saved.value = null
      }, savedShownMs)
    },
    stop: () => clearTimeout(timer),
  }
}

/** Was it sent by a revision that is no longer the last? */
const isBehind = ({ refusal }: Failure) => refusal === 'answered-already' || refusal === 'changed-meanwhile'
