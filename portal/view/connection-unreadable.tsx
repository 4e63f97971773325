import { useSignal } from '@preact/signals'
import type { ConnectionReply } from '../../server/contract/connection.ts'
import { Fault } from './answer/fault.tsx'
import type { ConnectionPart } from './connection-room.tsx'
import { clockOrDay } from './connection-words.ts'
import { Dialog } from './dialog.tsx'
import { Panel } from './settings-panel.tsx'

type Unreadable = ConnectionReply['unreadable'][number]

/** Records that nobody could make sense of: until staff have looked at them, whom they concern may be taken at any time. */
export function ConnectionUnreadable(part: ConnectionPart) {
  const { model, practice } = part
  const asked = useSignal<Unreadable | null>(null)
  const { unreadable } = model.kept.value!
  if (unreadable.length === 0) return null
  const open = unreadable.filter(({ setAside }) => setAside === null)
  return (
    <Panel id="unreadable" title="Records that can’t be read">
      <p class="muted">
        Nobody knows when these are. Correct them in your practice system: the next sync reads them again. While they
        can’t be read for too long, the times of those concerned are no longer offered.
      </p>
      <ul class="unreadable" aria-label="Records that can’t be read">
        {[...open, ...unreadable.filter(({ setAside }) => setAside !== null)].map((record) => (
          <li key={record.id}>
            <div>
              <p>
                <b class="break">{record.id}</b>
              </p>
              <p class="break">{record.why}</p>
              <p class="small muted">
                Since {clockOrDay(part.portal.words.value, record.since, part.now)}, concerns {namesOf(record, part)}
                {record.setAside &&
                  `. Set aside by ${record.setAside.by}, ${clockOrDay(part.portal.words.value, record.setAside.at, part.now)}`}
              </p>
            </div>
            {!record.setAside && practice.role !== 'read-only' && (
              <button
                type="button"
                class="button small"
                onClick={() => {
                  model.settingAside.clear()
                  asked.value = record
                }}
              >
                Set aside…<span class="sr">: {record.id}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {asked.value && (
        <SetAside
          {...part}
          record={asked.value}
          close={() => {
            asked.value = null
          }}
        />
      )}
    </Panel>
  )
}

function SetAside(part: ConnectionPart & { record: Unreadable; close: () => void }) {
  const { model, record, close } = part
  const { going, failure } = model.settingAside
  return (
    <Dialog
      title="Set this record aside?"
      onLater={close}
      isBusy={going.value}
      onMain={() => {
        void model.setAside(record.id).then((isDone) => {
          if (isDone) close()
        })
      }}
      foot={
        <>
          <button type="button" class="button" onClick={close}>
            Not now
          </button>
          <span class="gap" />
          <button type="submit" class="button main" aria-busy={going.value}>
            Set aside
          </button>
        </>
      }
    >
      <p>
        <b class="break">{record.id}</b>: <span class="break">{record.why}</span>
      </p>
      <ul class="bullets">
        <li>Look at it in your practice system first. If a patient is coming, enter the visit there anew.</li>
        <li>
          From then on it keeps no time: what is free beside it is offered to patients, also where this record stands.
        </li>
        <li>It counts again by itself as soon as it can be read.</li>
      </ul>
      <Fault failure={failure.value} />
    </Dialog>
  )
}

function namesOf({ practitioners }: Unreadable, { practice }: ConnectionPart): string {
  if (practitioners.length === 0) return 'everyone'
  const names = practitioners.map((id) => practice.practitioners.find((each) => each.id === id)?.name ?? id)
  return new Intl.ListFormat('en').format(names)
}
