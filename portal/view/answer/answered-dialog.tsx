import { focusDetails } from '../../focus.ts'
import { span } from '../../model/words.ts'
import { Dialog } from '../dialog.tsx'
import type { DialogProps } from './props.ts'

const did: Readonly<Record<string, string>> = {
  pending: 'changed this request',
  booked: 'accepted this request',
  rejected: 'rejected this request',
  cancelled: 'cancelled it',
  expired: 'let it expire',
}
const titles: Readonly<Record<string, string>> = {
  booked: 'Someone else just accepted this',
  rejected: 'Someone else just rejected this',
  cancelled: 'This was just cancelled',
  expired: 'This has expired',
}

/** Two at once: what the other did stands, and nothing of this one's was saved over it. */
export function AnsweredDialog({ portal, desk, answering, request, dialog }: DialogProps<'answered'>) {
  const words = portal.words.value
  const { by, at, state, start } = dialog.answered
  const ago = portal.clock() - Date.parse(at)
  const next = async () => {
    const row = await desk.neighbour(request.id, 1)
    answering.close()
    if (!row) return
    portal.openRow(row)
    focusDetails()
  }
  return (
    <Dialog
      title={titles[state] ?? 'Someone else just changed this'}
      onLater={answering.close}
      onMain={next}
      foot={
        <>
          <button type="button" class="button quiet" onClick={answering.close}>
            Show what {whoShort(by)} did
          </button>
          <span class="gap" />
          <button type="submit" class="button main" autofocus>
            Next request
          </button>
        </>
      }
    >
      <p>
        <b>{whoWords(by)}</b> {did[state] ?? 'changed this request'} at {words.time(Date.parse(at))}, {agoWords(ago)}{' '}
        ago. {state === 'booked' && `It stands at ${words.momentInFull(Date.parse(start))}. `}
        Nothing of yours was saved over it.
      </p>
    </Dialog>
  )
}

const agoWords = (ms: number) => (ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))} seconds` : span(ms))

const nobody: Readonly<Record<string, string>> = {
  patient: 'The patient',
  clock: 'The clock',
  sync: 'The sync with the PMS',
  operator: 'The operator',
}

const whoWords = (by: string) => nobody[by] ?? by
const whoShort = (by: string) => (nobody[by] ? nobody[by].toLowerCase() : (by.split(' ')[0] ?? by))
