import { showTab } from '../focus.ts'
import { messagesTabs } from '../model/messages-address.ts'
import type { MessagesPart } from './messages-room.tsx'
import { messagesTabWords } from './messages-words.ts'

/** The lists, each with how many wait in it or failed. */
export function MessagesTabs({ model }: MessagesPart) {
  const counts = model.list.value?.counts
  return (
    <nav class="tabs" aria-label="Lists of messages">
      {messagesTabs.map((tab) => {
        // How many were sent ever says nothing.
        const count = tab === 'failed' || tab === 'waiting' ? (counts?.[tab] ?? 0) : 0
        return (
          <a
            key={tab}
            href={model.hrefOf({ tab, open: null, language: null })}
            aria-current={tab === model.tab.value ? 'page' : undefined}
            ref={tab === model.tab.value ? showTab : null}
          >
            {messagesTabWords[tab]}
            {count > 0 && <span class="number">{count}</span>}
          </a>
        )
      })}
    </nav>
  )
}
