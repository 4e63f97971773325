import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import { focusFault, titleId } from '../focus.ts'
import { type ConnectionModel, createConnection } from '../model/connection.ts'
import type { Standing } from '../model/connection-standing.ts'
import type { Portal } from '../model/portal.ts'
import { RoomBones } from './bones.tsx'
import { ConnectionConflict } from './connection-conflict.tsx'
import { ConnectionIntegrated } from './connection-integrated.tsx'
import { ConnectionMapping } from './connection-mapping.tsx'
import { ConnectionSource } from './connection-source.tsx'
import { ConnectionStanding } from './connection-standing.tsx'
import { ConnectionTimes } from './connection-times.tsx'
import { ConnectionUnreadable } from './connection-unreadable.tsx'
import { connectionFieldList } from './connection-words.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { LeaveGuard } from './settings-leave-guard.tsx'
import { SaveBar } from './settings-save-bar.tsx'

type Practice = Me['practices'][number]

/** What every part of the room gets. `now`: epoch ms, moved on by each reading of the desk. */
export type ConnectionPart = {
  portal: Portal
  model: ConnectionModel
  standing: Standing
  practice: Practice
  now: number
  mayChange: boolean
}

/** How the practice's own software is joined: how it stands, what it is, and who there is who here. */
export function ConnectionRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(() => modelOf(portal, practice.id), [portal, practice.id])
  const desk = portal.desk.value
  const standing = desk?.connection
  useEffect(() => {
    portal.roomTitle.value = 'Practice system'
    void model.read()
  }, [model])
  useEffect(() => standing?.follow(() => void model.read()), [standing, model])
  if (!standing) return null
  const part = { portal, model, standing, practice, now: desk.now.value, mayChange: practice.role === 'owner' }
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Practice system
        </h1>
      </div>
      <Content {...part} />
    </>
  )
}

/** By portal and practice: what was typed is still there when the room is entered again. */
const models = new WeakMap<Portal, Map<string, ConnectionModel>>()

function modelOf(portal: Portal, practice: string): ConnectionModel {
  const ofPortal = models.get(portal) ?? new Map<string, ConnectionModel>()
  models.set(portal, ofPortal)
  const model =
    ofPortal.get(practice) ??
    createConnection({
      api: portal.api,
      practice,
      announce: portal.announce,
      onFailure: portal.failed,
      onFaulty: focusFault,
      onStanding: (standing) => portal.desk.peek()?.connection.take(standing),
    })
  ofPortal.set(practice, model)
  return model
}

function Content(part: ConnectionPart) {
  const { portal, model, mayChange } = part
  const failure = model.failure.value
  if (!model.draft.value) {
    return failure ? (
      <Notice
        tone="danger"
        level="h2"
        title="The connection could not be read"
        technical={failure.code}
        action={{ words: 'Try again', icon: 'sync', act: model.read }}
      >
        {failureWords(failure)} It goes on as it was set.
      </Notice>
    ) : (
      <RoomBones room="connection" words="Reading the connection…" />
    )
  }
  const names = connectionFieldList(model.changed.value)
  const isConnected = model.draft.value.source !== null
  return (
    <>
      <div class="room connection">
        <div class="connection-parts">
          <ConnectionStanding {...part} />
          <ConnectionUnreadable {...part} />
          {!mayChange && (
            <p class="note plain">
              <Icon name="lock" />
              <span>You can look at what is set below. An owner of the practice can change it.</span>
            </p>
          )}
          <ConnectionConflict {...part} />
          <ConnectionSource {...part} />
          {isConnected && (
            <>
              <ConnectionTimes {...part} />
              <ConnectionMapping {...part} list="practitioners" />
              <ConnectionIntegrated {...part} />
              <ConnectionMapping {...part} list="chairs" />
              <ConnectionMapping {...part} list="types" />
            </>
          )}
        </div>
      </div>
      {mayChange && <SaveBar model={model} names={names} />}
      <LeaveGuard portal={portal} model={model} names={names} />
    </>
  )
}
