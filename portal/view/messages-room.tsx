import { computed } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import { titleId } from '../focus.ts'
import { createMessages, type MessagesModel } from '../model/messages.ts'
import type { Portal } from '../model/portal.ts'
import { MessagesList } from './messages-list.tsx'
import { MessagesOpen } from './messages-open.tsx'
import { MessagesTabs } from './messages-tabs.tsx'
import { MessagesTemplate } from './messages-template.tsx'
import { MessagesTemplates } from './messages-templates.tsx'

type Practice = Me['practices'][number]

/** What every part of the room gets. */
export type MessagesPart = { portal: Portal; practice: Practice; model: MessagesModel }

/** The mails of a practice: what was sent to whom, what could not be, and how each kind reads. */
export function MessagesRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(() => modelFor(portal, practice), [portal, practice.id])
  useEffect(() => {
    portal.roomTitle.value = 'Messages'
    return model.stop
  }, [model])
  const part = { portal, practice, model }
  const isTemplates = model.tab.value === 'templates'
  const isBare = !isTemplates && model.openId.value === null && !model.list.value?.messages.length
  return (
    <div class={model.openId.value === null ? 'messages' : 'messages opened'}>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Messages
        </h1>
      </div>
      <MessagesTabs {...part} />
      <div class={isBare ? 'desk bare' : 'desk'}>
        {isTemplates ? <MessagesTemplates {...part} /> : <MessagesList {...part} />}
        {isTemplates ? <MessagesTemplate {...part} /> : <MessagesOpen {...part} />}
      </div>
    </div>
  )
}

function modelFor(portal: Portal, practice: Practice): MessagesModel {
  return createMessages({
    api: portal.api,
    practice,
    hash: portal.hash,
    isOpen: computed(() => {
      const route = portal.route.value
      return route.at === 'room' && route.room === 'messages' && route.practice === practice.id
    }),
    visible: portal.visible,
    go: portal.go,
    clock: portal.clock,
    announce: portal.announce,
    onFailure: portal.failed,
  })
}
